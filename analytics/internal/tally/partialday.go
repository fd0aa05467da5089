package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// partialDay is the part of a UTC day that a range covers, and says what has to be
// counted from single clicks.
type partialDay struct {
	day UtcDay
	// from and to bound the hours whose human clicks are all in it.
	from, to int
	// hours says that the dimensions of other hours' clicks have to be counted
	// from clicks; visitors says so for visitors.
	hours, visitors bool
}

// partialDayOf returns the part of a day that a range covers. An hour of which the
// range has a part is taken as a whole, or not at all, if all its human clicks are
// inside, or outside, of the range.
func partialDayOf(c rollup.Cells, day UtcDay) partialDay {
	part := partialDay{day: day, from: day.from / 4, to: day.to / 4}
	if c.Humans(part.from*4, day.from) > 0 {
		part.from++
		part.hours = c.Humans(day.from, part.from*4) > 0
	}
	if c.Humans(part.to*4, day.to) > 0 {
		if c.Humans(day.to, part.to*4+4) == 0 {
			part.to++
		} else {
			part.hours = true
		}
	}
	return part
}

// widen rounds the part to whole hours, for a day whose clicks were removed. A first
// hour that is not whole is left out and a last one is taken as a whole, so that
// adjacent ranges have each hour once.
func (part *partialDay) widen(c rollup.Cells) {
	if c.Humans(part.to*4, part.day.to) > 0 {
		part.to++
	}
	part.hours, part.visitors = false, false
}

// clicks counts from clicks what part asks for. Values that the rollup does not tell
// apart are counted together, too.
func (t *Tally) clicks(f *rollup.Folder, ru *rollup.DayRollup, part *partialDay) error {
	walk := clicklog.NewLinkChain(f.Tx, f.Tail)
	for block := ru.Last; block != 0 && block >= ru.First; {
		groups, back, err := walk.Groups(f.Link, block)
		if err != nil {
			return err
		}
		for i := range groups {
			if err := t.clicksOf(f, ru, &groups[i], part); err != nil {
				return err
			}
		}
		if len(groups) == 0 { // removed since the first transaction
			t.miss(ru.Day)
		}
		if back == 0 {
			break
		}
		block -= back
	}
	return nil
}

// clicksOf counts the clicks of one group.
func (t *Tally) clicksOf(f *rollup.Folder, ru *rollup.DayRollup, g *clicklog.ChainGroup, part *partialDay) error {
	records := g.Chunk.Records(g.Start, g.End)
	for rec := &f.Record; records.Next(rec); {
		quarter := wire.QuarterOf(rec.Time)
		if rec.Class != analytics.Human || wire.DayOf(rec.Time) != ru.Day || quarter < part.day.from || quarter >= part.day.to {
			continue
		}
		if err := f.Labels.Fill(rec, g.Chunk, g.Plan); err != nil {
			return err
		}
		ru.Limit(&f.Labels)
		if part.hours && (quarter < part.from*4 || quarter >= part.to*4) {
			t.countLabels(&f.Labels)
		}
		if part.visitors {
			t.visitor(ru.Day, rec.Visitor, f.Labels.Variants)
		}
	}
	return records.End()
}

// countLabels counts one human click.
func (t *Tally) countLabels(l *rollup.ClickValues) {
	for d, name := range l.Values {
		if name != "" {
			t.count(analytics.Dimension(d), name, 1)
		}
	}
	for _, name := range l.Variants {
		t.variant(name, 1)
	}
}
