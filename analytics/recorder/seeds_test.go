package recorder

// Seeds returns so many seeds for a property test, or a quarter of them with the race
// detector, with which each takes some five times as long. All tests also run without it.
func Seeds(n uint64) uint64 {
	if raced {
		return (n + 3) / 4
	}
	return n
}
