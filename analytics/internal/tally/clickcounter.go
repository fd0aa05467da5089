package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// clickCounter counts clicks in a tally.
type clickCounter struct {
	tally    *Tally
	bucket   int // of the calendar, that of the last click
	labels   labelCounter
	outcomes outcomeCounter

	day      uint32  // of visitors
	visitors *unions // of day, nil for none yet

	humans, conversions []uint32 // the clicks of a group
	values              rollup.ClickValues
}

// count counts those of the chosen clicks of a group that are in the range.
func (c *clickCounter) count(g *columnGroup, chosen []uint32) error {
	if len(chosen) == 0 {
		return nil
	}
	if err := g.read(clicklog.FieldTimes|clicklog.FieldClasses|clicklog.FieldTargets, chosen); err != nil {
		return err
	}
	c.requests(g, chosen)
	if len(c.conversions) > 0 {
		if err := c.convert(g); err != nil {
			return err
		}
	}
	if len(c.humans) == 0 {
		return nil
	}
	if err := c.see(g); err != nil || c.tally.Brief {
		return err
	}
	return c.labels.count(c.tally, g, c.humans)
}

// forgetVisitors has the visitors of each day looked up anew.
func (c *clickCounter) forgetVisitors() {
	c.visitors = nil
	for _, o := range c.outcomes.met {
		o.visitors = nil
	}
}

// requests counts the clicks in the range by time and class, and sets those that are
// counted by more.
func (c *clickCounter) requests(g *columnGroup, chosen []uint32) {
	c.humans, c.conversions = c.humans[:0], c.conversions[:0]
	calendar := &c.tally.calendar
	from, to := calendar.bounds()
	for _, i := range chosen {
		ms, class := g.cols.Times[i], g.cols.Class(i)
		if ms < from || ms >= to {
			continue
		}
		if class == analytics.Conversion {
			c.conversions = append(c.conversions, i)
			continue
		}
		if ms < calendar.ms[c.bucket] || ms >= calendar.ms[c.bucket+1] {
			c.bucket = calendar.find(ms)
		}
		c.tally.requests(c.bucket, ms, class, 1)
		if class == analytics.Human {
			c.humans = append(c.humans, i)
		}
	}
}

// convert counts the conversions of a group.
func (c *clickCounter) convert(g *columnGroup) error {
	kinds, currencies := clicklog.FieldText(clicklog.TextKind), clicklog.FieldText(clicklog.TextCurrency)
	if err := g.read(kinds|currencies, c.conversions); err != nil {
		return err
	}
	for _, i := range c.conversions {
		if err := c.conversion(g, i); err != nil {
			return err
		}
	}
	return nil
}

func (c *clickCounter) conversion(g *columnGroup, i uint32) error {
	found, err := g.cols.Conversion(i)
	if err != nil {
		return err
	}
	v := &c.values
	v.Conversion = rollup.Conversion{Value: uint64(found.Value), First: found.First}
	if v.Conversion.Kind, err = g.text(clicklog.TextKind, i); err != nil {
		return err
	}
	if v.Conversion.Currency, err = g.text(clicklog.TextCurrency, i); err != nil {
		return err
	}
	if v.Variants, err = g.variants(v.Variants[:0], i); err == nil {
		c.tally.conversion(g.cols.Times[i], v)
	}
	return err
}

// see counts the visitors of the human clicks, and those of variants.
func (c *clickCounter) see(g *columnGroup) error {
	for _, i := range c.humans {
		if day := wire.DayOf(g.cols.Times[i]); c.visitors == nil || day != c.day {
			c.day, c.visitors = day, c.tally.visitorsOn(day)
		}
		c.visitors.all.Add(g.cols.Visitor(i))
	}
	if c.tally.splits == nil {
		return nil
	}
	return c.outcomes.count(c.tally, g, c.humans)
}
