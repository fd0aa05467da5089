package rollup

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/axiomhq/hyperloglog"
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Visitors tells how many different visitors there were: the hashes themselves
// while they are few, then a HyperLogLog sketch of 2^14 registers, sparse while
// that is shorter. Either way the stored bytes depend on the visitors alone and
// not on their order.
type Visitors struct {
	Rule   string
	Few    []uint64 // rising
	packed []byte   // an encoded sketch that was not needed yet
	count  uint64   // what it is estimated to hold
	sketch *hyperloglog.Sketch
}

// maxFew is the most hashes that are kept as they are.
const maxFew = 32

// add counts a visitor.
func (v *Visitors) add(hash uint64) error {
	if err := v.unpack(); err != nil {
		return err
	}
	if v.sketch != nil {
		v.sketch.InsertHash(hash)
		return nil
	}
	i, found := slices.BinarySearch(v.Few, hash)
	if found {
		return nil
	}
	if len(v.Few) < maxFew {
		v.Few = slices.Insert(v.Few, i, hash)
		return nil
	}
	v.estimated()
	v.sketch.InsertHash(hash)
	return nil
}

// estimated puts the hashes into a sketch.
func (v *Visitors) estimated() {
	v.sketch = hyperloglog.New14()
	for _, known := range v.Few {
		v.sketch.InsertHash(known)
	}
	v.Few = v.Few[:0]
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

// Estimate returns how many they are.
func (v *Visitors) Estimate() uint64 {
	switch {
	case v.packed != nil:
		return v.count
	case v.sketch != nil:
		return v.sketch.Estimate()
	}
	return uint64(len(v.Few))
}

// Append appends the number of hashes and the hashes; or one more than there
// can be, then the estimate, and the sketch with its length before it.
func (v *Visitors) Append(b []byte) ([]byte, error) {
	if v.sketch == nil && v.packed == nil {
		b = binary.AppendUvarint(b, uint64(len(v.Few)))
		for _, hash := range v.Few {
			b = wire.Order.AppendUint64(b, hash)
		}
		return b, nil
	}
	packed, count := v.packed, v.count
	if v.sketch != nil {
		count = v.sketch.Estimate() // which also brings a sparse sketch into its one sorted form
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

// Read reads what append wrote.
func (v *Visitors) Read(r *wire.Reader) {
	n := r.Uvarint()
	if n > maxFew {
		v.count = r.Uvarint()
		v.packed = r.Bytes(r.Count(1))
		if n != maxFew+1 || len(v.packed) == 0 {
			r.Fail()
		}
		return
	}
	for range n {
		v.Few = append(v.Few, r.Uint64())
	}
	if !slices.IsSorted(v.Few) {
		r.Fail()
	}
}
