package analytics

import "slices"

// merge adds the figures of another rollup, which may be of other clicks of the
// same link and day, or of another link or day. Values keep the names that they
// have in either, however many these become: so the order of merges does not
// matter, and the merge of two folds is the fold of both logs as long as no
// dimension reaches its limit. The other one must be read or complete; its figures
// stay as they are.
func (ru *rollup) merge(other *rollup) error {
	if err := ru.join(other); err != nil {
		return err
	}
	for i := range other.visitors {
		rule := other.visitors[i].rule
		if rule == "" {
			continue
		}
		if err := ru.visitorsOf(rule).merge(&other.visitors[i]); err != nil {
			return err
		}
	}
	for i := range other.variants {
		if err := ru.mergeVariant(&other.variants[i]); err != nil {
			return err
		}
	}
	return nil
}

// join is merge without what only a link of its own is asked for: the visitors of
// its rules and what became of its splits.
func (ru *rollup) join(other *rollup) error {
	if ru.first == 0 || other.first != 0 && other.first < ru.first {
		ru.first = other.first
	}
	ru.last = max(ru.last, other.last)
	ru.classes = ru.classes.merge(other.classes)
	for i := range ru.dims {
		ru.dims[i].merge(&other.dims[i])
	}
	if i := slices.IndexFunc(other.visitors, func(v visitors) bool { return v.rule == "" }); i >= 0 {
		return ru.visitorsOf("").merge(&other.visitors[i])
	}
	return nil
}

// mergeVariant adds one way out of a split.
func (ru *rollup) mergeVariant(other *variant) error {
	i := slices.IndexFunc(ru.variants, func(v variant) bool { return v.variantName == other.variantName })
	if i < 0 {
		ru.addVariant(other.variantName)
		i = len(ru.variants) - 1
	}
	v := &ru.variants[i]
	for hour, n := range other.hours {
		v.hours[hour] += n
	}
	return v.visitors.merge(&other.visitors)
}

// merge adds the clicks of another dimension.
func (d *dimension) merge(other *dimension) {
	for i := range other.values {
		from := &other.values[i]
		at := d.find(from.name)
		if at < 0 {
			d.put(from.name)
			at = len(d.values) - 1
		}
		d.recent = at
		into := &d.values[at]
		for hour, n := range from.hours {
			into.hours[hour] += n
		}
	}
}

// merge adds other cells.
func (c cells) merge(other cells) cells {
	if len(c) == 0 {
		return append(c, other...)
	}
	for _, cell := range other {
		c = c.add(cell.slot, cell.count)
	}
	return c
}

// merge counts other visitors.
func (v *visitors) merge(other *visitors) error {
	if err := other.unpack(); err != nil {
		return err
	}
	if other.sketch == nil {
		for _, hash := range other.few {
			if err := v.add(hash); err != nil {
				return err
			}
		}
		return nil
	}
	if err := v.unpack(); err != nil {
		return err
	}
	if v.sketch == nil {
		v.estimated()
	}
	return v.sketch.Merge(other.sketch)
}
