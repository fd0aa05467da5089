package tally

import (
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// conversionTally adds up conversions of a query.
type conversionTally struct {
	conversionSums
	day   rollup.Conversions      // of the current row
	month rollup.MonthConversions // of the current row
}

// conversionsOf adds the part of a day's conversions that the range covers.
func (t *Tally) conversionsOf(c *rollup.Conversions, day UtcDay) {
	if c.Empty() {
		return
	}
	t.conversionPoints(c.Quarters(), day)
	t.conversionSums(c, day.from, day.to)
}

// conversionsOfMonth adds the conversions of a month, whose days are days.
func (t *Tally) conversionsOfMonth(m *rollup.MonthConversions, days []UtcDay) {
	for n, quarters := range m.Days {
		if n < len(days) {
			t.conversionPoints(quarters, days[n])
		}
	}
	t.conversionSums(&m.Sums, 0, rollup.QuartersPerDay)
}

// conversionPoints adds conversions to the buckets of the calendar.
func (t *Tally) conversionPoints(quarters rollup.Cells, day UtcDay) {
	index := day.first
	for _, c := range quarters {
		if quarter := int(c.Slot); day.from <= quarter && quarter < day.to {
			index = t.calendar.index(int64(day.day)*wire.MsPerDay+int64(quarter)*wire.MsPerQuarter, index)
			t.points[index].Conversions += c.Count
		}
	}
}

// conversionSums adds the conversions of some quarter-hours by kind and variant.
func (t *Tally) conversionSums(c *rollup.Conversions, from, to int) {
	if t.Brief {
		t.conversions.converted += c.Converted.Sum(from, to)
		return
	}
	t.conversions.add(c, from, to, maxNames)
	if t.splits == nil {
		return
	}
	for i := range c.Variants {
		if all := c.Variants[i].All.Sum(from, to); all > 0 {
			v := t.split(c.Variants[i].VariantName)
			v.Conversions += all
			v.Converted += c.Variants[i].First.Sum(from, to)
		}
	}
}

// conversion adds a single conversion.
func (t *Tally) conversion(ms int64, l *rollup.ClickValues) {
	var c rollup.Conversions
	c.Add(0, &l.Conversion, l.Variants)
	t.points[t.calendar.find(ms)].Conversions++
	t.conversionSums(&c, 0, 1)
}

// daySections reads the number of a row's sections and adds its conversions. It returns
// the number of sections that are left, which are those of dimensions.
func (t *Tally) daySections(r *wire.Reader, day UtcDay) (dimensions int) {
	c := &t.conversions.day
	c.Reset()
	if dimensions = c.ReadSections(r); !r.Failed {
		t.conversionsOf(c, day)
	}
	return dimensions
}

// monthSections is daySections for the sum of a month.
func (t *Tally) monthSections(r *wire.Reader, days []UtcDay) (dimensions int) {
	m := &t.conversions.month
	m.Reset()
	if dimensions = m.ReadSections(r); !r.Failed {
		t.conversionsOfMonth(m, days)
	}
	return dimensions
}
