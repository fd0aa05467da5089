package rollup

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// MonthConversions adds up the conversions of a month. As a section of a month's sum it
// has
//
//	conversions: cells, slot = day of the month, counted from 0, * 96 + quarter-hour
//	their sums: as in a rollup, with all of a month in its first quarter-hour
type MonthConversions struct {
	Quarters Cells       // by day and quarter-hour
	Sums     Conversions // of the month
}

// monthSlots is the number of slots of a month.
const monthSlots = 31 * QuartersPerDay

// add adds the conversions of the nth day.
func (m *MonthConversions) add(n uint32, c *Conversions) {
	for _, cell := range c.Quarters() {
		m.Quarters = m.Quarters.Add(uint16(n)*QuartersPerDay+cell.Slot, cell.Count)
	}
	for i := range c.Kinds {
		kind, sum := m.Sums.kind(c.Kinds[i].ConversionKind), c.Kinds[i].Amounts.Sum(0, QuartersPerDay)
		kind.Amounts = kind.Amounts.Add(Amount{0, sum.Count, sum.Value})
	}
	m.Sums.Converted = m.Sums.Converted.addSum(c.Converted)
}

// addVariants adds the conversions of the variants of a day.
func (m *MonthConversions) addVariants(c *Conversions) {
	for i := range c.Variants {
		v := m.Sums.variant(c.Variants[i].VariantName)
		v.All, v.First = v.All.addSum(c.Variants[i].All), v.First.addSum(c.Variants[i].First)
	}
}

// addSum adds the counts of all slots to the first slot.
func (c Cells) addSum(counts Cells) Cells {
	if n := counts.Sum(0, QuartersPerDay); n > 0 {
		return c.Add(0, n)
	}
	return c
}

// Sum returns the counts of the slots from one up to another, exclusive.
func (c Cells) Sum(from, to int) (n uint64) {
	for _, cell := range c {
		if slot := int(cell.Slot); from <= slot && slot < to {
			n += cell.Count
		}
	}
	return n
}

// append appends the section, unless there are no conversions.
func (m *MonthConversions) append(b []byte) []byte {
	if m.Sums.Empty() {
		return b
	}
	return m.Sums.appendContent(m.Quarters.append(append(b, conversionSection)))
}

// ReadSections is [Conversions.ReadSections] for the sum of a month.
func (m *MonthConversions) ReadSections(r *wire.Reader) (dimensions int) {
	dimensions, found := readSections(r)
	if found {
		m.Quarters = ReadCells(r, m.Quarters, monthSlots)
		m.Sums.readContent(r)
	}
	return dimensions
}

// Reset removes all conversions and keeps the memory.
func (m *MonthConversions) Reset() {
	m.Quarters = m.Quarters[:0]
	m.Sums.Reset()
}

// Days yields the nth days that have conversions, and those of each by quarter-hour.
func (m *MonthConversions) Days(yield func(n int, quarters Cells) bool) {
	for rest := m.Quarters; len(rest) > 0; {
		n := int(rest[0].Slot / QuartersPerDay)
		end := slices.IndexFunc(rest, func(c cell) bool { return int(c.Slot/QuartersPerDay) != n })
		if end < 0 {
			end = len(rest)
		}
		var quarters Cells
		for _, c := range rest[:end] {
			quarters = append(quarters, cell{c.Slot % QuartersPerDay, c.Count})
		}
		if rest = rest[end:]; !yield(n, quarters) {
			return
		}
	}
}
