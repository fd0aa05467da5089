package recount

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// differences reports every figure in which the stored rollup and the recount
// differ.
func (p *comparison) differences(found func(analytics.Finding)) error {
	if p.err != nil {
		found(analytics.Finding{Day: wire.DateOf(p.day), Link: p.link, Err: p.err})
		return nil
	}
	d := differ{day: p.day, link: p.link, found: found, stored: p.stored, recounted: p.recounted}
	if d.stored == nil {
		d.stored = new(rollup.Rollup)
	}
	if d.recounted == nil {
		d.recounted = new(rollup.Rollup)
	}
	right, err := d.recounted.Value()
	if err != nil || bytes.Equal(right, p.value) {
		return err
	}
	d.compare("first block", d.stored.First, d.recounted.First)
	d.compare("last block", d.stored.Last, d.recounted.Last)
	d.classes()
	for dim := range d.stored.Dims {
		d.dimension(analytics.Dimension(dim))
	}
	d.conversions()
	if err := errors.Join(d.visitors(), d.variants()); err != nil {
		return err
	}
	if d.findings == 0 {
		found(analytics.Finding{Figure: "bytes", Day: wire.DateOf(p.day), Link: p.link, Stored: uint64(len(p.value)), Recounted: uint64(len(right))})
	}
	return nil
}

// differ compares two rollups of a link's day.
type differ struct {
	day, link         uint32
	stored, recounted *rollup.Rollup
	found             func(analytics.Finding)
	findings          int
}

// compare reports two figures when they differ.
func (d *differ) compare(figure string, stored, recounted uint64) {
	if stored != recounted {
		d.report(figure, stored, recounted)
	}
}

// report adds a finding for the current day and link.
func (d *differ) report(figure string, stored, recounted uint64) {
	d.findings++
	d.found(analytics.Finding{Day: wire.DateOf(d.day), Link: d.link, Figure: figure, Stored: stored, Recounted: recounted})
}

func (d *differ) classes() {
	eachCell(d.stored.Classes, d.recounted.Classes, func(slot uint16, stored, recounted uint64) {
		class, quarter := analytics.Class(slot/rollup.QuartersPerDay), int(slot%rollup.QuartersPerDay)
		d.compare(fmt.Sprintf("%s requests at %s", class, clockOf(quarter)), stored, recounted)
	})
}

// eachCell calls fn for every slot that a or b has, in order.
func eachCell(a, b rollup.Cells, fn func(slot uint16, a, b uint64)) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].Slot < b[0].Slot:
			fn(a[0].Slot, a[0].Count, 0)
			a = a[1:]
		case len(a) == 0 || b[0].Slot < a[0].Slot:
			fn(b[0].Slot, 0, b[0].Count)
			b = b[1:]
		default:
			fn(a[0].Slot, a[0].Count, b[0].Count)
			a, b = a[1:], b[1:]
		}
	}
}

// dimension compares the clicks of each value.
func (d *differ) dimension(dim analytics.Dimension) {
	stored, recounted := &d.stored.Dims[dim], &d.recounted.Dims[dim]
	for _, v := range stored.Values {
		var right rollup.Value
		if i := recounted.Find(v.Name); i >= 0 {
			right = recounted.Values[i]
		}
		d.hours(clicksOf(dim, v.Name), &v.Hours, &right.Hours)
	}
	for _, v := range recounted.Values {
		if stored.Find(v.Name) < 0 {
			d.hours(clicksOf(dim, v.Name), new([24]uint32), &v.Hours)
		}
	}
}

// clicksOf names the clicks of a stored value.
func clicksOf(dim analytics.Dimension, value string) string {
	if value == rollup.RestValue {
		value = rollup.RestName
	}
	return fmt.Sprintf("clicks of %s %q", dim, value)
}

// clockOf names a quarter-hour, as in "14:15".
func clockOf(quarter int) string { return fmt.Sprintf("%02d:%02d", quarter/4, quarter%4*15) }

// hours compares the clicks of a figure. If only their hours differ, it reports the
// first such hour.
func (d *differ) hours(figure string, stored, recounted *[24]uint32) {
	a, b := rollup.Sum(stored), rollup.Sum(recounted)
	if a != b {
		d.compare(figure, a, b)
		return
	}
	for hour := range stored {
		if stored[hour] != recounted[hour] {
			d.compare(figure, uint64(stored[hour]), uint64(recounted[hour]))
			return
		}
	}
}

// visitors compares the visitors of the link and its rules.
func (d *differ) visitors() error {
	var rules []string
	for _, ru := range []*rollup.Rollup{d.stored, d.recounted} {
		for i := range ru.Visitors {
			rules = append(rules, ru.Visitors[i].Rule)
		}
	}
	slices.Sort(rules)
	for _, rule := range slices.Compact(rules) {
		figure := "visitors"
		if rule != "" {
			figure = fmt.Sprintf("visitors of rule %q", rule)
		}
		if err := d.sketches(figure, d.stored.VisitorsOf(rule), d.recounted.VisitorsOf(rule)); err != nil {
			return err
		}
	}
	return nil
}

// sketches compares visitors by their stored bytes.
func (d *differ) sketches(figure string, stored, recounted *rollup.Visitors) error {
	x, err := stored.Append(nil)
	if err != nil {
		return err
	}
	y, err := recounted.Append(nil)
	if err != nil || bytes.Equal(x, y) {
		return err
	}
	d.report(figure, stored.Estimate(), recounted.Estimate())
	return nil
}

// variants compares the outcomes of splits.
func (d *differ) variants() error {
	var names []rollup.VariantName
	for _, ru := range []*rollup.Rollup{d.stored, d.recounted} {
		for i := range ru.Variants {
			if name := ru.Variants[i].VariantName; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, name := range names {
		stored, recounted := d.stored.Variant(name), d.recounted.Variant(name)
		figure := fmt.Sprintf("variant %q", name.Split+"/"+name.Rule)
		if stored.Hours != recounted.Hours {
			d.hours(figure, &stored.Hours, &recounted.Hours)
		} else if err := d.sketches(figure, &stored.Visitors, &recounted.Visitors); err != nil {
			return err
		}
	}
	return nil
}
