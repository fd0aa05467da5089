package rollup

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// RecountDay counts the clicks of a stored rollup again, from the log, and returns the
// stored and the right value. Both are nil if there is no rollup, if it is damaged, or
// if some of its clicks were removed. All clicks of the day must be folded.
func RecountDay(tx analytics.Tx, link, day uint32) (stored, right []byte, err error) {
	value, err := tx.Get(analytics.TableRollups, wire.PairKey(day, link))
	if err != nil || value == nil {
		return nil, nil, err
	}
	payload, err := wire.Unseal(value)
	r := wire.Reader{Data: payload}
	first := r.Uvarint()
	last := first + r.Uvarint()
	if err != nil || r.Failed {
		return nil, nil, nil // left for those who look for damage
	}
	gone, err := clicklog.LoadRemoved(tx)
	if err != nil || first <= gone.Block {
		return nil, nil, err
	}
	ru, err := countDay(tx, link, day, first, last)
	if err != nil {
		return nil, nil, err
	}
	right, err = ru.Value()
	return value, right, err
}

// countDay counts a day's clicks in the blocks of a link's chain from last back to
// first, in the order of the log.
func countDay(tx analytics.Tx, link, day uint32, first, last uint64) (*DayRollup, error) {
	walk := clicklog.NewLinkChain(tx, nil)
	var blocks []uint64
	for block := last; block >= first && block > 0; {
		_, back, err := walk.Groups(link, block)
		if err != nil {
			return nil, err
		}
		if blocks = append(blocks, block); back == 0 {
			break
		}
		block -= back
	}
	f := Folder{Tx: tx}
	f.Begin(link)
	ru := f.Fresh(day)
	f.Days = append(f.Days, ru)
	for _, block := range slices.Backward(blocks) {
		groups, _, err := walk.Groups(link, block)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			pending := clicklog.PendingGroup{Chunk: g.Chunk, Plan: g.Plan, Link: g.Link, Revision: g.Revision, Start: g.Start, End: g.End, Count: g.Count}
			if err := f.AddGroup(&pending); err != nil {
				return nil, err
			}
		}
	}
	return ru, ru.Err
}
