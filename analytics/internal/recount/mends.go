package recount

import (
	"bytes"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Mends are the rows of the rollups that have to be corrected.
type Mends struct {
	Recount *Recount // knows which links are in doubt
	List    []Mend   // rows to correct
}

// Mend is the right value of a row of the rollups.
type Mend struct {
	Key    []byte // of the row
	Before []byte // the stored value
	Value  []byte // the right value; nil if the row should not exist
}

// rollup adds a rollup, unless some clicks of its link could not be read.
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

// lost adds a day's lost clicks. If some rows of lost clicks in the log could not be
// read, the stored number stays, unless it is damaged too.
func (m *Mends) lost(p *lostComparison) {
	if m != nil && (p.err != nil || !m.Recount.lostDoubt) {
		m.add(wire.PairKey(wire.NoDay, p.day), p.value, p.recounted.LostValue())
	}
}

func (m *Mends) add(key, before, value []byte) {
	if !bytes.Equal(before, value) {
		m.List = append(m.List, Mend{Key: key, Before: bytes.Clone(before), Value: value})
	}
}

// IsOf reports whether a stored value is what it was when it was compared. Rows in the
// range of a damaged pack have what it has, which goes with the first of them that is
// written, and also where there is no row.
func (m *Mend) IsOf(stored []byte) bool {
	return bytes.Equal(stored, m.Before) || isDamaged(stored) && (m.Before == nil || isDamaged(m.Before))
}

// isDamaged reports whether a value is that of a damaged row.
func isDamaged(value []byte) bool {
	_, err := wire.Unseal(value)
	return value != nil && err != nil
}

// Apply writes the row.
func (m *Mend) Apply(tx analytics.Tx) error {
	if m.Value == nil {
		return tx.Delete(analytics.TableRollups, m.Key)
	}
	return wire.Replace(tx, analytics.TableRollups, m.Key, m.Value)
}

// mendWork is the number of bytes that Next counts for removing the sums of a rollup.
const mendWork = 400

// Next returns the first mends, of about the given number of bytes.
func (m *Mends) Next(bytes int) []Mend {
	size, n := 0, 0
	for n < len(m.List) && size < bytes {
		size += mendWork + len(m.List[n].Key) + len(m.List[n].Value) + len(m.List[n].Before)
		n++
	}
	return m.List[:n]
}
