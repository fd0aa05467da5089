package packed

import (
	"bytes"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Range are the packs of a table whose last keys are from one up to another, exclusive.
type Range struct {
	Table    wire.PackedTable // that the rows are of
	From, To wire.PackedKey   // last keys, To exclusive
}

// maxRead is the number of packs that are read together.
const maxRead = 10_000

// Damaged returns the keys of packs in the range that are damaged and that wanted, which
// gets their first and last key, selects. It reads some packs and advances From to those
// that are left; more reports whether there are any. tx must not show packs.
func (r *Range) Damaged(tx analytics.Tx, wanted func(first, last wire.PackedKey) bool) (keys [][]byte, more bool, err error) {
	n := 0
	for row, err := range tx.Scan(analytics.TablePacks, wire.PacksFrom(r.Table, r.Table.Join(r.From)), wire.PacksFrom(r.Table, r.Table.Join(r.To))) {
		if err != nil {
			return nil, false, err
		}
		p, err := parse(row)
		if err != nil {
			return nil, false, err
		}
		if n++; n > maxRead && p.last.Compare(r.From) > 0 {
			r.From = p.last
			return keys, true, nil
		}
		if p.bad != nil && wanted(p.first, p.last) {
			keys = append(keys, bytes.Clone(row.Key))
		}
	}
	return keys, false, nil
}

// blocks returns a key of each block of a damaged pack of the log, in place of those that
// cannot be read. It is the last that a chunk of the block can have, so that each chunk
// that is missing is looked for there.
func (p *pack) blocks() (keys []wire.PackedKey) {
	last := wire.PairOf(wire.NoLink, 0) - 1
	for block := p.first.High; block < p.last.High; block++ {
		keys = append(keys, wire.PackedKey{High: block, Low: last})
	}
	return append(keys, wire.PackedKey{High: p.last.High, Low: min(p.last.Low, last)})
}
