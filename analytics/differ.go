package analytics

import (
	"bytes"
	"errors"
	"slices"
)

// differences reports every figure in which a stored rollup and what the log
// gives are not the same.
func (p *pairing) differences(found func(Finding)) error {
	if p.err != nil {
		found(Finding{Figure: FigureRecord, Day: dateOf(p.day), Link: p.link, Err: p.err})
		return nil
	}
	d := differ{day: p.day, link: p.link, found: found, stored: p.stored, recounted: p.recounted}
	if d.stored == nil {
		d.stored = new(rollup)
	}
	if d.recounted == nil {
		d.recounted = new(rollup)
	}
	right, err := d.recounted.value()
	if err != nil || bytes.Equal(right, p.value) {
		return err
	}
	d.compare(Finding{Figure: FigureFirst}, d.stored.first, d.recounted.first)
	d.compare(Finding{Figure: FigureLast}, d.stored.last, d.recounted.last)
	d.classes()
	for dim := range d.stored.dims {
		d.dimension(Dimension(dim))
	}
	if err := errors.Join(d.visitors(), d.variants()); err != nil {
		return err
	}
	if d.findings == 0 {
		found(Finding{Figure: FigureBytes, Day: dateOf(p.day), Link: p.link, Stored: uint64(len(p.value)), Recounted: uint64(len(right))})
	}
	return nil
}

// value returns the rollup as it is stored.
func (ru *rollup) value() ([]byte, error) {
	value, err := ru.append(newValue(nil))
	if err != nil {
		return nil, err
	}
	return seal(value), nil
}

// differ compares two rollups of a link's day.
type differ struct {
	day, link         uint32
	stored, recounted *rollup
	found             func(Finding)
	findings          int
}

// compare reports two figures when they differ.
func (d *differ) compare(f Finding, stored, recounted uint64) {
	if stored != recounted {
		d.report(f, stored, recounted)
	}
}

// report reports two figures.
func (d *differ) report(f Finding, stored, recounted uint64) {
	f.Day, f.Link, f.Stored, f.Recounted = dateOf(d.day), d.link, stored, recounted
	d.findings++
	d.found(f)
}

func (d *differ) classes() {
	eachCell(d.stored.classes, d.recounted.classes, func(slot uint16, stored, recounted uint64) {
		class, quarter := Class(slot/quartersPerDay), int(slot%quartersPerDay)
		d.compare(Finding{Figure: FigureRequests, Class: class, Of: clockOf(quarter)}, stored, recounted)
	})
}

// eachCell calls fn for every slot of two cells, in order.
func eachCell(a, b cells, fn func(slot uint16, a, b uint64)) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].slot < b[0].slot:
			fn(a[0].slot, a[0].count, 0)
			a = a[1:]
		case len(a) == 0 || b[0].slot < a[0].slot:
			fn(b[0].slot, 0, b[0].count)
			b = b[1:]
		default:
			fn(a[0].slot, a[0].count, b[0].count)
			a, b = a[1:], b[1:]
		}
	}
}

// dimension compares the clicks of each value, and their hours where the sums
// are the same.
func (d *differ) dimension(dim Dimension) {
	stored, recounted := &d.stored.dims[dim], &d.recounted.dims[dim]
	for _, v := range stored.values {
		var right value
		if i := recounted.find(v.name); i >= 0 {
			right = recounted.values[i]
		}
		d.hours(Finding{Figure: FigureValue, Dimension: dim, Of: shownValue(v.name)}, &v.hours, &right.hours)
	}
	for _, v := range recounted.values {
		if stored.find(v.name) < 0 {
			d.hours(Finding{Figure: FigureValue, Dimension: dim, Of: shownValue(v.name)}, new([24]uint32), &v.hours)
		}
	}
}

// shownValue returns the name of a stored value as it is shown.
func shownValue(name string) string {
	if name == restValue {
		return restName
	}
	return name
}

// hours reports a figure whose clicks differ, or the first hour in which they do.
func (d *differ) hours(f Finding, stored, recounted *[24]uint32) {
	a, b := sum(stored), sum(recounted)
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

func sum(hours *[24]uint32) (n uint64) {
	for _, clicks := range hours {
		n += uint64(clicks)
	}
	return n
}

// visitors compares the sketches of the link and its rules.
func (d *differ) visitors() error {
	var rules []string
	for _, ru := range []*rollup{d.stored, d.recounted} {
		for i := range ru.visitors {
			rules = append(rules, ru.visitors[i].rule)
		}
	}
	slices.Sort(rules)
	for _, rule := range slices.Compact(rules) {
		f := Finding{Figure: FigureVisitors, Of: rule}
		if err := d.sketches(f, d.stored.visitorsOf(rule), d.recounted.visitorsOf(rule)); err != nil {
			return err
		}
	}
	return nil
}

// sketches reports visitors that are not the same.
func (d *differ) sketches(f Finding, stored, recounted *visitors) error {
	x, err := stored.append(nil)
	if err != nil {
		return err
	}
	y, err := recounted.append(nil)
	if err != nil || bytes.Equal(x, y) {
		return err
	}
	d.report(f, stored.estimate(), recounted.estimate())
	return nil
}

// variants compares what became of the splits.
func (d *differ) variants() error {
	var names []variantName
	for _, ru := range []*rollup{d.stored, d.recounted} {
		for i := range ru.variants {
			if name := ru.variants[i].variantName; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, name := range names {
		stored, recounted := d.stored.variant(name), d.recounted.variant(name)
		f := Finding{Figure: FigureVariant, Of: name.split + "/" + name.rule}
		if stored.hours != recounted.hours {
			d.hours(f, &stored.hours, &recounted.hours)
		} else if err := d.sketches(f, &stored.visitors, &recounted.visitors); err != nil {
			return err
		}
	}
	return nil
}
