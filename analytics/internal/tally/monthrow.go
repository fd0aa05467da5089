package tally

import (
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// month adds the sum of a month. Its names are those of a page, unless it is nil.
func (t *Tally) month(r *wire.Reader, days []UtcDay, page *rollup.MonthPage) {
	used := rollup.MonthDays(r)
	if used>>len(days) != 0 {
		r.Fail()
	}
	for ; used != 0 && !r.Failed; used &= used - 1 {
		t.cells = rollup.ReadCells(r, t.cells[:0], rollup.ClassCells)
		if !r.Failed {
			t.addClasses(t.cells, days[bits.TrailingZeros32(used)])
		}
	}
	for range t.monthSections(r, days) {
		if page == nil {
			t.monthNames(r)
		} else {
			t.monthNumbers(r, page)
		}
	}
	t.uniques += r.Uvarint()
	for r.Left() > 0 && !r.Failed {
		t.monthVariant(r)
	}
}

// dimensionOf reads the number of a dimension.
func dimensionOf(r *wire.Reader) analytics.Dimension {
	d := analytics.Dimension(r.Byte())
	if int(d) >= rollup.NumDimensions {
		r.Fail()
		return 0
	}
	return d
}

// monthNames adds the values of a dimension with shortened names.
func (t *Tally) monthNames(r *wire.Reader) {
	sums := &t.sorted[dimensionOf(r)]
	for i := range r.Count(2) {
		t.name = r.Name(t.name, i)
		clicks := r.Uvarint()
		if !t.Brief && !r.Failed {
			sums.add(t.name, clicks)
		}
	}
	sums.end()
}

// monthNumbers adds the values of a dimension with the numbers of a page's names.
func (t *Tally) monthNumbers(r *wire.Reader, page *rollup.MonthPage) {
	d := dimensionOf(r)
	number := uint64(0)
	for range r.Count(2) {
		number += r.Uvarint()
		clicks := r.Uvarint()
		if t.Brief || r.Failed {
			continue
		}
		if name := page.Names[d].At(r, number); !r.Failed {
			t.countBytes(d, name, clicks)
		}
	}
}

// monthVariant adds a variant of a split.
func (t *Tally) monthVariant(r *wire.Reader) {
	v := rollup.VariantSum{VariantName: rollup.VariantName{Split: r.String(), Rule: r.String()}, Clicks: r.Uvarint(), Uniques: r.Uvarint()}
	if t.splits != nil && !t.Brief && !r.Failed {
		t.variant(v.VariantName, v.Clicks)
		t.split(v.VariantName).DailyUniques += v.Uniques
	}
}
