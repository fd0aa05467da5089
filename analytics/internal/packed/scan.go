package packed

import (
	"bytes"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Scan implements [analytics.Tx]. It ends with an error at a damaged pack.
func (t *Tx) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return t.scan(table, from, to, false)
}

// pastDamage is a transaction whose scans go on after damaged packs.
type pastDamage struct{ *Tx }

// PastDamage implements [wire.PackedTx].
func (t *Tx) PastDamage() analytics.Tx { return pastDamage{t} }

// Scan implements [analytics.Tx]. It passes over damaged packs.
func (t pastDamage) Scan(table analytics.Table, from, to []byte) iter.Seq2[analytics.Row, error] {
	return t.scan(table, from, to, true)
}

// scan is Scan. past says that it goes on after damaged packs.
func (t *Tx) scan(table analytics.Table, from, to []byte, past bool) iter.Seq2[analytics.Row, error] {
	number := wire.PackedTableOf(table)
	if number == wire.NotPacked {
		return t.Tx.Scan(table, from, to)
	}
	return func(yield func(analytics.Row, error) bool) {
		c, err := t.cursor(number, from, to)
		if err != nil {
			yield(analytics.Row{}, err)
			return
		}
		if c.past = past; c.ended {
			t.Tx.Scan(table, from, to)(yield)
			return
		}
		for row, err := range t.Tx.Scan(table, from, to) {
			if err != nil {
				yield(analytics.Row{}, err)
				return
			}
			if !c.yieldBefore(row.Key, yield) || !yield(row, nil) {
				return
			}
		}
		c.yieldBefore(nil, yield)
	}
}

// FirstKey implements [wire.PackedTx]. It does not read the values of packed rows.
func (t *Tx) FirstKey(table analytics.Table, from, to []byte) (first []byte, err error) {
	for row, err := range t.Tx.Scan(table, from, to) {
		if err != nil {
			return nil, err
		}
		first = row.Key
		break
	}
	number := wire.PackedTableOf(table)
	if number == wire.NotPacked {
		return first, nil
	}
	c, err := t.cursor(number, from, to)
	if err == nil {
		err = c.load()
	}
	if err != nil || len(c.keys) == 0 || first != nil && bytes.Compare(first, c.key) <= 0 {
		return first, err
	}
	return later(c.key, from), nil
}

// earlier returns the earlier of two keys.
func earlier(a, b []byte) []byte {
	if bytes.Compare(a, b) < 0 {
		return a
	}
	return b
}

// later returns the later of two keys.
func later(a, b []byte) []byte {
	if bytes.Compare(a, b) < 0 {
		return b
	}
	return a
}
