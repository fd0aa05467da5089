package wire

import "encoding/binary"

// Names writes the names of a dimension's values, which stand in order. Shortened,
// it is of each but the first how many bytes at its beginning it shares with the
// one before it, and then the others with their number.
type Names struct {
	Shorten bool
	before  string
	begun   bool
}

// Append appends the next name.
func (n *Names) Append(b []byte, name string) []byte {
	shared := 0
	if !n.Shorten {
		return AppendString(b, name)
	}
	if n.begun {
		for shared < min(len(name), len(n.before)) && name[shared] == n.before[shared] {
			shared++
		}
		b = binary.AppendUvarint(b, uint64(shared))
	}
	n.before, n.begun = name, true
	return AppendString(b, name[shared:])
}

// Name reads the shortened name of the nth value into the memory of the one before
// it.
func (r *Reader) Name(before []byte, n int) []byte {
	shared := 0
	if n > 0 {
		shared = r.shared(len(before))
	}
	return append(before[:shared], r.Bytes(r.Count(1))...)
}

// shared reads how many bytes a value shares with the one before it, which has so
// many.
func (r *Reader) shared(before int) int {
	shared := r.Uvarint()
	if shared > uint64(before) {
		r.Fail()
		return 0
	}
	return int(shared)
}
