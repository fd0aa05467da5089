package packed

import (
	"bytes"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Range are the packs of a table whose last pairs are from one up to another, exclusive.
type Range struct {
	Table    wire.PackedTable // that the rows are of
	From, To uint64           // pairs
}

// maxRead is the number of packs that are read together.
const maxRead = 10_000

// Damaged returns the keys of packs in the range that are damaged and that wanted, which
// gets their first and last pair, selects. It reads some packs and advances From to those
// that are left; more reports whether there are any. tx must not show packs.
func (r *Range) Damaged(tx analytics.Tx, wanted func(first, last uint64) bool) (keys [][]byte, more bool, err error) {
	n := 0
	for row, err := range tx.Scan(analytics.TablePacks, wire.PacksFrom(r.Table, wire.KeyOf(r.From)), wire.PacksFrom(r.Table, wire.KeyOf(r.To))) {
		if err != nil {
			return nil, false, err
		}
		p, err := parse(row)
		if err != nil {
			return nil, false, err
		}
		if n++; n > maxRead && p.last > r.From {
			r.From = p.last
			return keys, true, nil
		}
		if p.bad != nil && wanted(p.first, p.last) {
			keys = append(keys, bytes.Clone(row.Key))
		}
	}
	return keys, false, nil
}
