package recount

import (
	"bytes"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Mends are the rows of the rollups that differ from a recount.
type Mends struct {
	Recount *Recount
	List    []Mend
}

// Mend is the right value of a row of the rollups.
type Mend struct {
	Key    []byte
	Before []byte // as it is stored
	Value  []byte // nil when there should be none
}

// rollup notes what a rollup should be.
func (m *Mends) rollup(p *comparison) error {
	if m == nil || m.Recount.Doubts.Has(p.link) {
		return nil
	}
	var value []byte
	if p.recounted != nil {
		var err error
		if value, err = p.recounted.Value(); err != nil {
			return err
		}
	}
	m.add(p.key(), p.value, value)
	return nil
}

// lost notes what a day's lost clicks should be. Where the log knows less, they
// stay as they are, as long as they can be read.
func (m *Mends) lost(p *lostComparison) {
	if m != nil && (p.err != nil || !m.Recount.lostDoubt) {
		m.add(wire.PairKey(p.day, wire.NoLink), p.value, p.recounted.LostValue())
	}
}

func (m *Mends) add(key, before, value []byte) {
	if !bytes.Equal(before, value) {
		m.List = append(m.List, Mend{Key: key, Before: bytes.Clone(before), Value: value})
	}
}

// mendWork is how many bytes removing the sums of a rollup counts as.
const mendWork = 400

// Next returns the first mends, of about so many bytes.
func (m *Mends) Next(bytes int) []Mend {
	size, n := 0, 0
	for n < len(m.List) && size < bytes {
		size += mendWork + len(m.List[n].Key) + len(m.List[n].Value) + len(m.List[n].Before)
		n++
	}
	return m.List[:n]
}
