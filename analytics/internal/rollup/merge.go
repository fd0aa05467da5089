package rollup

import "slices"

// merge adds the figures of another rollup, which may be of other clicks of the
// same link and day, or of another link or day. Values keep the names that they
// have in either, however many these become: so the order of merges does not
// matter, and the merge of two folds is the fold of both logs as long as no
// dimension reaches its limit. The other one must be read or complete; its figures
// stay as they are.
func (ru *Rollup) merge(other *Rollup) error {
	if err := ru.Join(other); err != nil {
		return err
	}
	for i := range other.Visitors {
		rule := other.Visitors[i].Rule
		if rule == "" {
			continue
		}
		if err := ru.VisitorsOf(rule).merge(&other.Visitors[i]); err != nil {
			return err
		}
	}
	for i := range other.Variants {
		if err := ru.mergeVariant(&other.Variants[i]); err != nil {
			return err
		}
	}
	return nil
}

// Join is merge without what only a link of its own is asked for: the visitors of
// its rules and what became of its splits.
func (ru *Rollup) Join(other *Rollup) error {
	if ru.First == 0 || other.First != 0 && other.First < ru.First {
		ru.First = other.First
	}
	ru.Last = max(ru.Last, other.Last)
	ru.Classes = ru.Classes.merge(other.Classes)
	for i := range ru.Dims {
		ru.Dims[i].merge(&other.Dims[i])
	}
	if i := slices.IndexFunc(other.Visitors, func(v Visitors) bool { return v.Rule == "" }); i >= 0 {
		return ru.VisitorsOf("").merge(&other.Visitors[i])
	}
	return nil
}

// mergeVariant adds one way out of a split.
func (ru *Rollup) mergeVariant(other *variant) error {
	i := slices.IndexFunc(ru.Variants, func(v variant) bool { return v.VariantName == other.VariantName })
	if i < 0 {
		ru.addVariant(other.VariantName)
		i = len(ru.Variants) - 1
	}
	v := &ru.Variants[i]
	for hour, n := range other.Hours {
		v.Hours[hour] += n
	}
	return v.Visitors.merge(&other.Visitors)
}

// merge adds the clicks of another dimension.
func (d *dimension) merge(other *dimension) {
	for i := range other.Values {
		from := &other.Values[i]
		at := d.Find(from.Name)
		if at < 0 {
			d.Put(from.Name)
			at = len(d.Values) - 1
		}
		d.recent = at
		into := &d.Values[at]
		for hour, n := range from.Hours {
			into.Hours[hour] += n
		}
	}
}

// merge adds other cells.
func (c Cells) merge(other Cells) Cells {
	if len(c) == 0 {
		return append(c, other...)
	}
	for _, cell := range other {
		c = c.Add(cell.Slot, cell.Count)
	}
	return c
}

// merge counts other visitors.
func (v *Visitors) merge(other *Visitors) error {
	if err := other.unpack(); err != nil {
		return err
	}
	if other.sketch == nil {
		for _, hash := range other.Few {
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
