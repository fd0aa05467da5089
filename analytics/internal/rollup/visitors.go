package rollup

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/axiomhq/hyperloglog"
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Visitors counts different visitors. Up to maxFew are kept as marks; more are counted
// with a HyperLogLog sketch of 2^14 registers. The stored bytes do not depend on the
// order of the visitors.
type Visitors struct {
	Rule   string   // whose visitors these are; empty for the link
	Few    []uint32 // marks, rising
	packed []byte   // an encoded sketch, as long as it is not needed
	count  uint64   // the estimate of packed
	sketch *hyperloglog.Sketch
}

const (
	// maxFew is the largest number of marks that are kept. A stored sketch takes as
	// many bytes.
	maxFew = 4096
	// markBits is the length of a mark. A mark of a single visitor takes four bytes as
	// a varint. Of 10,000 visitors a day, one pair shares a mark in every fifth.
	markBits = 28
)

// MarkOf returns the mark of a visitor: the first bits of the hash.
func MarkOf(hash uint64) uint32 { return uint32(hash >> (64 - markBits)) }

// hashOf returns a hash that begins with a mark. Its other bits are derived from the
// mark, so a sketch counts the marks.
func hashOf(mark uint32) uint64 {
	return uint64(mark)<<(64-markBits) | uint64(mark)*0x9e3779b97f4a7c15>>markBits
}

// different returns how many visitors have so many different marks, on average.
func different(marks uint64) uint64 {
	const all = 1 << markBits
	return uint64(math.Round(-all * math.Log1p(-min(float64(marks)/all, 0.99))))
}

// add adds a visitor.
func (v *Visitors) add(hash uint64) error { return v.addMark(MarkOf(hash)) }

func (v *Visitors) addMark(mark uint32) error {
	if err := v.unpack(); err != nil {
		return err
	}
	if v.sketch != nil {
		v.sketch.InsertHash(hashOf(mark))
		return nil
	}
	i, found := slices.BinarySearch(v.Few, mark)
	if found {
		return nil
	}
	if len(v.Few) < maxFew {
		v.Few = slices.Insert(v.Few, i, mark)
		return nil
	}
	v.estimated()
	v.sketch.InsertHash(hashOf(mark))
	return nil
}

// estimated moves the marks to a sketch.
func (v *Visitors) estimated() {
	v.sketch = sketchOf(v.Few)
	v.Few = v.Few[:0]
}

// sketchOf returns a sketch of marks.
func sketchOf(marks []uint32) *hyperloglog.Sketch {
	sketch := hyperloglog.NewNoSparse()
	for _, mark := range marks {
		sketch.InsertHash(hashOf(mark))
	}
	return sketch
}

// unpack decodes the sketch.
func (v *Visitors) unpack() error {
	if v.packed == nil {
		return nil
	}
	v.sketch = new(hyperloglog.Sketch)
	if err := v.sketch.UnmarshalBinary(v.packed); err != nil {
		return fmt.Errorf("%w: visitors: %w", analytics.ErrDamaged, err)
	}
	v.packed = nil
	return nil
}

// Estimate returns the number of different visitors.
func (v *Visitors) Estimate() uint64 {
	switch {
	case v.packed != nil:
		return v.count
	case v.sketch != nil:
		return different(v.sketch.Estimate())
	}
	return uint64(len(v.Few))
}

// Append appends the number of marks and the marks, each less the one before it. For
// a sketch it appends maxFew+1, the estimate, the length of the sketch, and the sketch.
func (v *Visitors) Append(b []byte) ([]byte, error) {
	if v.sketch == nil && v.packed == nil {
		return appendMarks(b, v.Few), nil
	}
	packed, count := v.packed, v.count
	if v.sketch != nil {
		count = v.Estimate()
		var err error
		if packed, err = v.sketch.MarshalBinary(); err != nil {
			return nil, err
		}
	}
	b = binary.AppendUvarint(b, maxFew+1)
	b = binary.AppendUvarint(b, count)
	b = binary.AppendUvarint(b, uint64(len(packed)))
	return append(b, packed...), nil
}

// appendMarks appends the number of marks and the marks.
func appendMarks(b []byte, marks []uint32) []byte {
	b = binary.AppendUvarint(b, uint64(len(marks)))
	var before uint32
	for _, mark := range marks {
		b = binary.AppendUvarint(b, uint64(mark-before))
		before = mark
	}
	return b
}

// Read reads what Append wrote.
func (v *Visitors) Read(r *wire.Reader) {
	n := r.Uvarint()
	if n > maxFew {
		v.readPacked(r, n)
		return
	}
	v.Few = readMarks(r, v.Few, n)
}

// readPacked reads a sketch, which is decoded later, after the number that announces it.
func (v *Visitors) readPacked(r *wire.Reader, announced uint64) {
	v.count = r.Uvarint()
	v.packed = r.Bytes(r.Count(1))
	if announced != maxFew+1 || len(v.packed) == 0 {
		r.Fail()
	}
}

// CountVisitors reads what Append wrote and returns the number of different visitors.
// It does not decode the visitors, which takes many times as long.
func CountVisitors(r *wire.Reader) uint64 {
	var v Visitors
	n := r.Uvarint()
	if n > maxFew {
		v.readPacked(r, n)
		return v.count
	}
	r.SkipUvarints(int(n))
	return n
}

// readMarks reads n rising marks and appends them.
func readMarks(r *wire.Reader, marks []uint32, n uint64) []uint32 {
	if n > uint64(r.Left()) {
		r.Fail()
		return marks
	}
	var mark uint64
	for i := range n {
		step := r.Uvarint()
		if mark += step; mark >= 1<<markBits || i > 0 && step == 0 {
			r.Fail()
			return marks
		}
		marks = append(marks, uint32(mark))
	}
	return marks
}
