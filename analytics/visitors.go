package analytics

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/axiomhq/hyperloglog"
)

// visitors tells how many different visitors there were: the hashes themselves
// while they are few, then a HyperLogLog sketch of 2^14 registers, sparse while
// that is shorter. Either way the stored bytes depend on the visitors alone and
// not on their order.
type visitors struct {
	rule   string
	few    []uint64 // rising
	packed []byte   // an encoded sketch that was not needed yet
	count  uint64   // what it is estimated to hold
	sketch *hyperloglog.Sketch
}

// maxFew is the most hashes that are kept as they are.
const maxFew = 32

// add counts a visitor.
func (v *visitors) add(hash uint64) error {
	if err := v.unpack(); err != nil {
		return err
	}
	if v.sketch != nil {
		v.sketch.InsertHash(hash)
		return nil
	}
	i, found := slices.BinarySearch(v.few, hash)
	if found {
		return nil
	}
	if len(v.few) < maxFew {
		v.few = slices.Insert(v.few, i, hash)
		return nil
	}
	v.estimated()
	v.sketch.InsertHash(hash)
	return nil
}

// estimated puts the hashes into a sketch.
func (v *visitors) estimated() {
	v.sketch = hyperloglog.New14()
	for _, known := range v.few {
		v.sketch.InsertHash(known)
	}
	v.few = v.few[:0]
}

// unpack decodes the sketch.
func (v *visitors) unpack() error {
	if v.packed == nil {
		return nil
	}
	v.sketch = new(hyperloglog.Sketch)
	if err := v.sketch.UnmarshalBinary(v.packed); err != nil {
		return fmt.Errorf("%w: visitors: %w", ErrDamaged, err)
	}
	v.packed = nil
	return nil
}

// estimate returns how many they are.
func (v *visitors) estimate() uint64 {
	switch {
	case v.packed != nil:
		return v.count
	case v.sketch != nil:
		return v.sketch.Estimate()
	}
	return uint64(len(v.few))
}

// append appends the number of hashes and the hashes; or one more than there
// can be, then the estimate, and the sketch with its length before it.
func (v *visitors) append(b []byte) ([]byte, error) {
	if v.sketch == nil && v.packed == nil {
		b = binary.AppendUvarint(b, uint64(len(v.few)))
		for _, hash := range v.few {
			b = order.AppendUint64(b, hash)
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

// read reads what append wrote.
func (v *visitors) read(r *reader) {
	n := r.uvarint()
	if n > maxFew {
		v.count = r.uvarint()
		v.packed = r.bytes(r.count(1))
		if n != maxFew+1 || len(v.packed) == 0 {
			r.fail()
		}
		return
	}
	for range n {
		v.few = append(v.few, r.uint64())
	}
	if !slices.IsSorted(v.few) {
		r.fail()
	}
}
