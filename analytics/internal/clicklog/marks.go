package clicklog

import (
	"encoding/binary"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Mark says how far a slice is folded. A long fold is done in several parts, in
// the order of the links.
type Mark struct {
	// Done is the block up to which every link is folded.
	Done uint64
	// Target is the block up to which links below Next are folded.
	Target uint64
	// Next is the first link of the fold's next part; 0 between folds.
	Next uint32
}

// of returns the block up to which a link is folded.
func (m Mark) of(link uint32) uint64 {
	if link < m.Next {
		return m.Target
	}
	return m.Done
}

// Marks are the marks of all slices.
type Marks [NumSlices]Mark

// Of returns the block up to which a link is folded.
func (m *Marks) Of(link uint32) uint64 { return m[SliceOf(link)].of(link) }

// Put stores the marks as three varints each: Done, Target less Done, Next.
func (m *Marks) Put(tx analytics.Tx) error {
	value := wire.NewValue(nil)
	for _, mark := range m {
		value = binary.AppendUvarint(value, mark.Done)
		value = binary.AppendUvarint(value, mark.Target-mark.Done)
		value = binary.AppendUvarint(value, uint64(mark.Next))
	}
	return tx.Put(analytics.TableMeta, []byte(wire.MetaMarks), wire.Seal(value))
}

// LoadMarks reads the marks. They are zero if nothing was ever folded.
func LoadMarks(tx analytics.Tx) (m Marks, err error) {
	payload, err := wire.Get(tx, analytics.TableMeta, []byte(wire.MetaMarks))
	if err != nil || payload == nil {
		return m, err
	}
	r := wire.Reader{Data: payload}
	for i := range m {
		done := r.Uvarint()
		m[i] = Mark{Done: done, Target: done + r.Uvarint(), Next: r.Uint32()}
	}
	return m, wire.InRow(r.End(), analytics.TableMeta, []byte(wire.MetaMarks))
}

// Lowest returns the block up to which all links are folded.
func (m *Marks) Lowest() uint64 {
	lowest := m[0].Done
	for _, mark := range m {
		lowest = min(lowest, mark.Done)
	}
	return lowest
}
