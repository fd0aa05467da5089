package rollup

import "slices"

// merge adds the figures of another rollup: of other clicks of the same link and
// day, or of another link or day. It keeps every name that either of them has, also
// beyond MaxValues, so that the order of merges does not matter. As long as no
// dimension reaches its limit, the merge of two folds equals the fold of both logs.
// The other rollup's figures do not change.
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
	ru.Conversions.mergeVariants(&other.Conversions)
	return nil
}

// Join is merge without the visitors of rules and the variants, which only the figures
// of a single link have.
func (ru *Rollup) Join(other *Rollup) error {
	if ru.First == 0 || other.First != 0 && other.First < ru.First {
		ru.First = other.First
	}
	ru.Last = max(ru.Last, other.Last)
	ru.Classes = ru.Classes.merge(other.Classes)
	for i := range ru.Dims {
		ru.Dims[i].merge(&other.Dims[i])
	}
	ru.Conversions.merge(&other.Conversions)
	if i := slices.IndexFunc(other.Visitors, func(v Visitors) bool { return v.Rule == "" }); i >= 0 {
		return ru.VisitorsOf("").merge(&other.Visitors[i])
	}
	return nil
}

// mergeVariant adds a variant of another rollup.
func (ru *Rollup) mergeVariant(other *Variant) error {
	i := slices.IndexFunc(ru.Variants, func(v Variant) bool { return v.VariantName == other.VariantName })
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
	if len(d.Values) == 0 {
		d.Values = append(d.Values, other.Values...)
		return
	}
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

// merge adds the counts of other cells.
func (c Cells) merge(other Cells) Cells {
	if len(c) == 0 {
		return append(c, other...)
	}
	for _, cell := range other {
		c = c.Add(cell.Slot, cell.Count)
	}
	return c
}

// merge adds other visitors.
func (v *Visitors) merge(other *Visitors) error {
	if err := other.unpack(); err != nil {
		return err
	}
	if other.sketch == nil {
		for _, mark := range other.Few {
			if err := v.addMark(mark); err != nil {
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
