package analytics

import (
	"maps"
	"slices"
)

// lostPairing is a day's lost clicks as they are stored beside what the log
// gives.
type lostPairing struct {
	day               uint32
	value             []byte
	err               error
	stored, recounted cells
}

// pairLost calls fn for every day with lost clicks whose blocks are all there,
// and beyond for the others.
func (c *recount) pairLost(tx Tx, fn func(*lostPairing), beyond func(day uint32)) error {
	if c.links != nil {
		return nil
	}
	var stored rowsAhead
	for day, err := range rollupDays(tx, c.first, c.after) {
		if err != nil {
			return err
		}
		stored.want(pairOf(day, noLink))
	}
	if err := stored.read(tx, TableRollups, maxAhead); err != nil {
		return err
	}
	lost := make(map[uint32]*lostPairing)
	for i, pair := range stored.pairs {
		if value := stored.values[i]; value != nil {
			p := &lostPairing{day: uint32(pair >> 32), value: value}
			p.stored, p.err = decodeLost(value, keyOf(pair))
			lost[p.day] = p
		}
	}
	for day, cells := range c.lost {
		if lost[day] == nil {
			lost[day] = &lostPairing{day: day}
		}
		lost[day].recounted = cells
	}
	for _, day := range slices.Sorted(maps.Keys(lost)) {
		switch {
		case day < c.first || day >= c.after:
		case c.gone.day(day):
			beyond(day)
		default:
			fn(lost[day])
		}
	}
	return nil
}

// differences reports every quarter-hour in which the lost clicks differ.
func (p *lostPairing) differences(found func(Finding)) {
	f := Finding{Day: dateOf(p.day), Figure: FigureLost}
	if p.err != nil {
		f.Figure, f.Err = FigureRecord, p.err
		found(f)
		return
	}
	eachCell(p.stored, p.recounted, func(slot uint16, stored, recounted uint64) {
		if stored != recounted {
			f.Of, f.Stored, f.Recounted = clockOf(int(slot)), stored, recounted
			found(f)
		}
	})
}
