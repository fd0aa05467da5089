package recount

import (
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// lostComparison is a day's stored lost clicks and their recount.
type lostComparison struct {
	day               uint32
	value             []byte
	err               error
	stored, recounted rollup.Cells
}

// pairLost calls fn for every day with lost clicks. If blocks of a day may have been
// removed, it calls beyond instead.
func (c *Recount) pairLost(tx analytics.Tx, fn func(*lostComparison), beyond func(day uint32)) error {
	if c.Links != nil {
		return nil
	}
	lost, err := c.lostByDay(tx)
	if err != nil {
		return err
	}
	for _, day := range slices.Sorted(maps.Keys(lost)) {
		switch {
		case day < c.First || day >= c.After:
		case c.gone.Day(day):
			beyond(day)
			if p := lost[day]; p.err != nil {
				c.damaged(p.err)
			}
		default:
			fn(lost[day])
		}
	}
	return nil
}

// lostByDay returns the days with lost clicks.
func (c *Recount) lostByDay(tx analytics.Tx) (map[uint32]*lostComparison, error) {
	lost := make(map[uint32]*lostComparison)
	err := rollup.EachLost(tx, c.First, c.After, func(day uint32, row analytics.Row) error {
		p := &lostComparison{day: day, value: row.Value}
		p.stored, p.err = rollup.DecodeLost(row.Value, row.Key)
		lost[day] = p
		return nil
	})
	for day, cells := range c.lost {
		if lost[day] == nil {
			lost[day] = &lostComparison{day: day}
		}
		lost[day].recounted = cells
	}
	return lost, err
}

// differences reports every quarter-hour in which stored and recounted lost clicks
// differ.
func (p *lostComparison) differences(found func(analytics.Finding)) {
	f := analytics.Finding{Day: wire.DateOf(p.day), Link: wire.NoLink}
	if p.err != nil {
		f.Err = p.err
		found(f)
		return
	}
	eachCell(p.stored, p.recounted, func(slot uint16, stored, recounted uint64) {
		if stored != recounted {
			f.Figure, f.Stored, f.Recounted = "lost clicks at "+clockOf(int(slot)), stored, recounted
			found(f)
		}
	})
}
