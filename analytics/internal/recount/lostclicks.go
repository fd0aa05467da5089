package recount

import (
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// lostComparison is a day's lost clicks as they are stored beside what the log
// gives.
type lostComparison struct {
	day               uint32
	value             []byte
	err               error
	stored, recounted rollup.Cells
}

// pairLost calls fn for every day with lost clicks whose blocks are all there,
// and beyond for the others.
func (c *Recount) pairLost(tx analytics.Tx, fn func(*lostComparison), beyond func(day uint32)) error {
	if c.Links != nil {
		return nil
	}
	var stored wire.RowsAhead
	for day, err := range RollupDays(tx, c.first, c.after) {
		if err != nil {
			return err
		}
		stored.Want(wire.PairOf(day, wire.NoLink))
	}
	if err := stored.Read(tx, analytics.TableRollups, wire.MaxAhead); err != nil {
		return err
	}
	lost := make(map[uint32]*lostComparison)
	for i, pair := range stored.Pairs {
		if value := stored.Values[i]; value != nil {
			p := &lostComparison{day: uint32(pair >> 32), value: value}
			p.stored, p.err = rollup.DecodeLost(value, wire.KeyOf(pair))
			lost[p.day] = p
		}
	}
	for day, cells := range c.lost {
		if lost[day] == nil {
			lost[day] = &lostComparison{day: day}
		}
		lost[day].recounted = cells
	}
	for _, day := range slices.Sorted(maps.Keys(lost)) {
		switch {
		case day < c.first || day >= c.after:
		case c.gone.Day(day):
			beyond(day)
		default:
			fn(lost[day])
		}
	}
	return nil
}

// differences reports every quarter-hour in which the lost clicks differ.
func (p *lostComparison) differences(found func(analytics.Finding)) {
	f := analytics.Finding{Day: dateOf(p.day), Link: wire.NoLink}
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
