package wire

import "encoding/binary"

// Names encodes the sorted names of a dimension's values. If Shorten is set, each name
// but the first has the number of leading bytes that it shares with the name before
// it, then the rest of the name as a string.
type Names struct {
	Shorten bool // whether names are shortened
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

// Name reads the nth shortened name, counted from 0. It overwrites the name before it
// and reuses its memory.
func (r *Reader) Name(before []byte, n int) []byte {
	shared := 0
	if n > 0 {
		shared = r.shared(len(before))
	}
	before = append(before[:shared], r.Bytes(r.Count(1))...)
	if len(before) > maxName {
		r.Fail()
	}
	return before
}

// maxName is more than any name has, as a limit of what damage can take of memory.
const maxName = 1 << 16

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
