package analytics

import (
	"cmp"
	"slices"
	"strings"
)

// rollup holds the figures of one link on one UTC day.
type rollup struct {
	// first and last are the blocks of its first and last clicks.
	first, last uint64
	// classes counts requests; a slot is a class and a quarter-hour.
	classes cells
	// dims count human clicks by value and hour. Clicks without a value are
	// not there: they are what is missing to the human clicks.
	dims [numDims]dimension
	// visitors are the human visitors of the link, then of its rules that have
	// no share of a split.
	visitors []visitors
	// variants are what became of the splits.
	variants []variant
	// shorten has the names of values shortened: workspaces have many.
	shorten bool
}

// numDims is one more than the greatest dimension.
const numDims = int(ByCity) + 1

// slotOf returns the slot of a class and a quarter-hour.
func slotOf(class Class, quarter int) uint16 {
	return uint16(int(class)*quartersPerDay + quarter)
}

// reset makes a rollup empty and keeps its memory.
func (ru *rollup) reset() {
	ru.first, ru.last = 0, 0
	ru.classes = ru.classes[:0]
	for i := range ru.dims {
		ru.dims[i].reset()
	}
	ru.visitors = ru.visitors[:0]
	ru.variants = ru.variants[:0]
}

// add counts a click of a block.
func (ru *rollup) add(rec *record, labels *labels, block uint64) error {
	if ru.first == 0 {
		ru.first = block
	}
	ru.last = block
	ru.classes = ru.classes.add(slotOf(rec.class, quarterOf(rec.time)), 1)
	if rec.class != Human {
		return nil
	}
	hour := hourOf(rec.time)
	for d, name := range labels.values {
		if name != "" {
			ru.dims[d].at(name).hours[hour]++
		}
	}
	if err := ru.visitorsOf("").add(rec.visitor); err != nil {
		return err
	}
	return ru.addOutcome(rec, labels, hour)
}

// addOutcome counts what became of a click's splits, and the visitor of a rule
// that had it without one.
func (ru *rollup) addOutcome(rec *record, labels *labels, hour int) error {
	rule := labels.values[ByRule]
	for _, name := range labels.variants {
		v := ru.variant(name)
		v.hours[hour]++
		if err := v.visitors.add(rec.visitor); err != nil {
			return err
		}
		if name.rule != "" {
			rule = ""
		}
	}
	if rule == "" {
		return nil
	}
	return ru.visitorsOf(rule).add(rec.visitor)
}

// sort brings rules and variants into the order of their names.
func (ru *rollup) sort() {
	if len(ru.visitors) > 1 {
		slices.SortFunc(ru.visitors, func(a, b visitors) int { return strings.Compare(a.rule, b.rule) })
	}
	if len(ru.variants) > 1 {
		slices.SortFunc(ru.variants, func(a, b variant) int {
			return cmp.Or(strings.Compare(a.split, b.split), strings.Compare(a.rule, b.rule))
		})
	}
}

// visitorsOf returns the visitors of a rule, "" for the link.
func (ru *rollup) visitorsOf(rule string) *visitors {
	for i := range ru.visitors {
		if ru.visitors[i].rule == rule {
			return &ru.visitors[i]
		}
	}
	return ru.addVisitors(rule)
}

// addVisitors appends the visitors of a rule, in memory that was used before
// when there is some.
func (ru *rollup) addVisitors(rule string) *visitors {
	n := len(ru.visitors)
	ru.visitors = slices.Grow(ru.visitors, 1)[:n+1]
	v := &ru.visitors[n]
	*v = visitors{rule: rule, few: v.few[:0]}
	return v
}
