package rollup

import (
	"cmp"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Value returns the value of the rollup's row.
func (ru *Rollup) Value() ([]byte, error) {
	value, err := ru.Append(wire.NewValue(nil))
	if err != nil {
		return nil, err
	}
	return wire.Seal(value), nil
}

// Rollup holds the figures of one link on one UTC day.
type Rollup struct {
	// First and Last are the blocks of its first and last clicks.
	First, Last uint64
	// Classes counts requests; a slot is a class and a quarter-hour.
	Classes Cells
	// Dims count human clicks by value and hour. Clicks without a value are
	// left out: they are the difference to all human clicks.
	Dims [NumDimensions]dimension
	// Conversions are those that happened on the day.
	Conversions Conversions
	// Visitors are the human visitors of the link, and of each rule when no
	// split led to it.
	Visitors []Visitors
	// Variants are the outcomes of splits.
	Variants []Variant
	// Shorten is whether the names of values are shortened, as in rows of workspaces,
	// which have many.
	Shorten bool
}

// SlotOf returns the slot of a class and a quarter-hour.
func SlotOf(class analytics.Class, quarter int) uint16 {
	return uint16(int(class)*QuartersPerDay + quarter)
}

// reset makes a rollup empty and keeps its memory.
func (ru *Rollup) reset() {
	ru.First, ru.Last = 0, 0
	ru.Classes = ru.Classes[:0]
	for i := range ru.Dims {
		ru.Dims[i].reset()
	}
	ru.Conversions.Reset()
	ru.Visitors = ru.Visitors[:0]
	ru.Variants = ru.Variants[:0]
}

// Add counts a click or a conversion of a block.
func (ru *Rollup) Add(rec *clicklog.Record, labels *ClickValues, block uint64) error {
	if ru.First == 0 {
		ru.First = block
	}
	ru.Last = block
	if rec.Class == analytics.Conversion {
		ru.Conversions.Add(uint16(wire.QuarterOf(rec.Time)), &labels.Conversion, labels.Variants)
		return nil
	}
	ru.Classes = ru.Classes.Add(SlotOf(rec.Class, wire.QuarterOf(rec.Time)), 1)
	if rec.Class != analytics.Human {
		return nil
	}
	hour := wire.HourOf(rec.Time)
	for d, name := range labels.Values {
		if name != "" {
			ru.Dims[d].at(name).Hours[hour]++
		}
	}
	if err := ru.VisitorsOf("").add(rec.Visitor); err != nil {
		return err
	}
	return ru.addOutcome(rec, labels, hour)
}

// addOutcome counts the outcomes of a click's splits. If no split led to the
// click's rule, it counts the visitor of the rule.
func (ru *Rollup) addOutcome(rec *clicklog.Record, labels *ClickValues, hour int) error {
	rule := labels.Values[analytics.ByRule]
	for _, name := range labels.Variants {
		v := ru.Variant(name)
		v.Hours[hour]++
		if err := v.Visitors.add(rec.Visitor); err != nil {
			return err
		}
		if name.Rule != "" {
			rule = ""
		}
	}
	if rule == "" {
		return nil
	}
	return ru.VisitorsOf(rule).add(rec.Visitor)
}

// sort sorts rules and variants by name.
func (ru *Rollup) sort() {
	if len(ru.Visitors) > 1 {
		slices.SortFunc(ru.Visitors, func(a, b Visitors) int { return strings.Compare(a.Rule, b.Rule) })
	}
	if len(ru.Variants) > 1 {
		slices.SortFunc(ru.Variants, func(a, b Variant) int {
			return cmp.Or(strings.Compare(a.Split, b.Split), strings.Compare(a.Rule, b.Rule))
		})
	}
}

// VisitorsOf returns the visitors of a rule, or of the link for "". It adds an empty
// entry for a new rule.
func (ru *Rollup) VisitorsOf(rule string) *Visitors {
	for i := range ru.Visitors {
		if ru.Visitors[i].Rule == rule {
			return &ru.Visitors[i]
		}
	}
	return ru.addVisitors(rule)
}

// addVisitors appends an empty entry for a rule and uses memory again if it can.
func (ru *Rollup) addVisitors(rule string) *Visitors {
	n := len(ru.Visitors)
	ru.Visitors = slices.Grow(ru.Visitors, 1)[:n+1]
	v := &ru.Visitors[n]
	*v = Visitors{Rule: rule, Few: v.Few[:0]}
	return v
}

// Requests returns the number of requests of all classes.
func (ru *Rollup) Requests() (n uint64) {
	for _, cell := range ru.Classes {
		n += cell.Count
	}
	return n
}

// Size returns about how many bytes of memory the rollup takes.
func (ru *Rollup) Size() int {
	n := 1 << 10
	for i := range ru.Dims {
		n += 160 * len(ru.Dims[i].Values) // its name and its hours
	}
	for i := range ru.Visitors {
		n += 512 + 4*cap(ru.Visitors[i].Few)
		if ru.Visitors[i].sketch != nil {
			n += 16 << 10
		}
	}
	for i := range ru.Variants {
		n += 768 + 4*cap(ru.Variants[i].Visitors.Few)
		if ru.Variants[i].Visitors.sketch != nil {
			n += 16 << 10
		}
	}
	return n + 16*len(ru.Classes) + 96*ru.Conversions.cells()
}
