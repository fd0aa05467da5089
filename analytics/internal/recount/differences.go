package recount

import (
	"bytes"
	"errors"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// differences reports every figure in which a stored rollup and what the log
// gives are not the same.
func (p *comparison) differences(found func(analytics.Finding)) error {
	if p.err != nil {
		found(analytics.Finding{Figure: analytics.FigureRecord, Day: wire.DateOf(p.day), Link: p.link, Err: p.err})
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
	d.compare(analytics.Finding{Figure: analytics.FigureFirst}, d.stored.First, d.recounted.First)
	d.compare(analytics.Finding{Figure: analytics.FigureLast}, d.stored.Last, d.recounted.Last)
	d.classes()
	for dim := range d.stored.Dims {
		d.dimension(analytics.Dimension(dim))
	}
	if err := errors.Join(d.visitors(), d.variants()); err != nil {
		return err
	}
	if d.findings == 0 {
		found(analytics.Finding{Figure: analytics.FigureBytes, Day: wire.DateOf(p.day), Link: p.link, Stored: uint64(len(p.value)), Recounted: uint64(len(right))})
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
func (d *differ) compare(f analytics.Finding, stored, recounted uint64) {
	if stored != recounted {
		d.report(f, stored, recounted)
	}
}

// report reports two figures.
func (d *differ) report(f analytics.Finding, stored, recounted uint64) {
	f.Day, f.Link, f.Stored, f.Recounted = wire.DateOf(d.day), d.link, stored, recounted
	d.findings++
	d.found(f)
}

func (d *differ) classes() {
	eachCell(d.stored.Classes, d.recounted.Classes, func(slot uint16, stored, recounted uint64) {
		class, quarter := analytics.Class(slot/rollup.QuartersPerDay), int(slot%rollup.QuartersPerDay)
		d.compare(analytics.Finding{Figure: analytics.FigureRequests, Class: class, Of: analytics.ClockOf(quarter)}, stored, recounted)
	})
}

// eachCell calls fn for every slot of two cells, in order.
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

// dimension compares the clicks of each value, and their hours where the sums
// are the same.
func (d *differ) dimension(dim analytics.Dimension) {
	stored, recounted := &d.stored.Dims[dim], &d.recounted.Dims[dim]
	for _, v := range stored.Values {
		var right rollup.Value
		if i := recounted.Find(v.Name); i >= 0 {
			right = recounted.Values[i]
		}
		d.hours(analytics.Finding{Figure: analytics.FigureValue, Dimension: dim, Of: shownValue(v.Name)}, &v.Hours, &right.Hours)
	}
	for _, v := range recounted.Values {
		if stored.Find(v.Name) < 0 {
			d.hours(analytics.Finding{Figure: analytics.FigureValue, Dimension: dim, Of: shownValue(v.Name)}, new([24]uint32), &v.Hours)
		}
	}
}

// shownValue returns the name of a stored value as it is shown.
func shownValue(name string) string {
	if name == rollup.RestValue {
		return rollup.RestName
	}
	return name
}

// hours reports a figure whose clicks differ, or the first hour in which they do.
func (d *differ) hours(f analytics.Finding, stored, recounted *[24]uint32) {
	a, b := rollup.Sum(stored), rollup.Sum(recounted)
	if a != b {
		d.compare(f, a, b)
		return
	}
	for hour := range stored {
		if stored[hour] != recounted[hour] {
			d.compare(f, uint64(stored[hour]), uint64(recounted[hour]))
			return
		}
	}
}

// visitors compares the sketches of the link and its rules.
func (d *differ) visitors() error {
	var rules []string
	for _, ru := range []*rollup.Rollup{d.stored, d.recounted} {
		for i := range ru.Visitors {
			rules = append(rules, ru.Visitors[i].Rule)
		}
	}
	slices.Sort(rules)
	for _, rule := range slices.Compact(rules) {
		f := analytics.Finding{Figure: analytics.FigureVisitors, Of: rule}
		if err := d.sketches(f, d.stored.VisitorsOf(rule), d.recounted.VisitorsOf(rule)); err != nil {
			return err
		}
	}
	return nil
}

// sketches reports visitors that are not the same.
func (d *differ) sketches(f analytics.Finding, stored, recounted *rollup.Visitors) error {
	x, err := stored.Append(nil)
	if err != nil {
		return err
	}
	y, err := recounted.Append(nil)
	if err != nil || bytes.Equal(x, y) {
		return err
	}
	d.report(f, stored.Estimate(), recounted.Estimate())
	return nil
}

// variants compares what became of the splits.
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
		f := analytics.Finding{Figure: analytics.FigureVariant, Of: name.Split + "/" + name.Rule}
		if stored.Hours != recounted.Hours {
			d.hours(f, &stored.Hours, &recounted.Hours)
		} else if err := d.sketches(f, &stored.Visitors, &recounted.Visitors); err != nil {
			return err
		}
	}
	return nil
}
