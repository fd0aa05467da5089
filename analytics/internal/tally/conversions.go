package tally

import (
	"cmp"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// conversionTally adds up conversions.
type conversionTally struct {
	converted uint64 // clicks with a first conversion
	kinds     map[rollup.ConversionKind]*rollup.Amount
	names     []rollup.ConversionKind // of kinds, in the order in which they came

	day   rollup.Conversions      // of the current row
	month rollup.MonthConversions // of the current row
}

// convert adds conversions of a kind. Beyond maxNames, new kinds are counted together
// and without values.
func (c *conversionTally) convert(name rollup.ConversionKind, sum rollup.Amount) {
	if sum.Count == 0 {
		return
	}
	total := c.kinds[name]
	if total == nil && len(c.names) >= maxNames {
		name, sum.Value = rollup.ConversionKind{Kind: rollup.RestValue}, 0
		total = c.kinds[name]
	}
	if total == nil {
		if c.kinds == nil {
			c.kinds = make(map[rollup.ConversionKind]*rollup.Amount)
		}
		name = rollup.ConversionKind{Kind: strings.Clone(name.Kind), Currency: strings.Clone(name.Currency)}
		total = new(rollup.Amount)
		c.kinds[name] = total
		c.names = append(c.names, name)
	}
	total.Count += sum.Count
	total.Value = rollup.AddValues(total.Value, sum.Value)
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
	t.conversions.converted += c.Converted.Sum(from, to)
	if t.Brief {
		return
	}
	for i := range c.Kinds {
		t.conversions.convert(c.Kinds[i].ConversionKind, c.Kinds[i].Amounts.Sum(from, to))
	}
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

// counts returns the conversions by kind, most first.
func (c *conversionTally) counts() (counts []analytics.ConversionCount) {
	for _, name := range c.names {
		sum := c.kinds[name]
		count := analytics.ConversionCount{Kind: name.Kind, Currency: name.Currency, Count: sum.Count, Value: float64(sum.Value) / 1e6}
		if name.Kind == rollup.RestValue {
			count.Kind, count.Rest = rollup.RestName, true
		}
		counts = append(counts, count)
	}
	slices.SortFunc(counts, func(a, b analytics.ConversionCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Kind, b.Kind), strings.Compare(a.Currency, b.Currency))
	})
	return counts
}

// topKinds returns the first n counts and sums up the others. Zero returns all.
func topKinds(counts []analytics.ConversionCount, n int) []analytics.ConversionCount {
	if n == 0 || len(counts) <= n {
		return counts
	}
	top, rest := make([]analytics.ConversionCount, 0, n+1), analytics.ConversionCount{Kind: rollup.RestName, Rest: true}
	for _, c := range counts {
		if len(top) < n && !c.Rest {
			top = append(top, c)
		} else {
			rest.Count += c.Count
		}
	}
	return append(top, rest)
}
