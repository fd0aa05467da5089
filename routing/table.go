package routing

// SplitKey is the secret of a store that decides, with a split's id and a
// visitor's key, which share of the split the visitor belongs to.
type SplitKey [32]byte

// Options are what rules need to know of the world around them.
type Options struct {
	// Timezone is the IANA zone of time clauses whose rule names none.
	// Defaults to UTC.
	Timezone string
	// SplitKey keys the percentage splits. The zero key works and is the same
	// everywhere.
	SplitKey SplitKey
}

// Decision is what a table decided for a visit.
type Decision struct {
	// Rule is the index of the rule that matched, or -1 when none did.
	Rule int
	// Draws are the splits the visit met on the way, in order. They live in the
	// Visit and are overwritten when it is routed again.
	Draws []Draw
}

// Draw is the number a visitor has in one split.
type Draw struct {
	// Split is the index, in the order of their first rules, of the table's
	// splits.
	Split int
	// U is the visitor's number, at least 0 and below 100.
	U float64
}
