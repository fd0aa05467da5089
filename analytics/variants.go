package analytics

import "slices"

// variantName is one way out of a split: a rule that took the visitor, or an
// empty one when none of them did.
type variantName struct {
	split, rule string
}

// variants appends what became of the splits that a click met.
func (p *Plan) variants(names []variantName, rec *record, target *Target) ([]variantName, error) {
	for _, d := range rec.draws {
		id, err := p.split(d.split)
		if err != nil {
			return nil, err
		}
		name := variantName{split: id}
		if target.Split == int(d.split)+1 {
			name.rule = target.Rule
		}
		names = append(names, name)
	}
	return names, nil
}

// variant holds the human clicks of one way out of a split on one day.
type variant struct {
	variantName
	hours    [24]uint32
	visitors visitors
}

// variant returns the one with a name, adding it. Beyond maxValues they are
// counted together.
func (ru *rollup) variant(name variantName) *variant {
	for i := range ru.variants {
		if ru.variants[i].variantName == name {
			return &ru.variants[i]
		}
	}
	if other := (variantName{split: restName}); len(ru.variants) >= maxValues && name != other {
		return ru.variant(other)
	}
	return ru.addVariant(name)
}

// addVariant appends a variant, in memory that was used before when there is
// some.
func (ru *rollup) addVariant(name variantName) *variant {
	n := len(ru.variants)
	ru.variants = slices.Grow(ru.variants, 1)[:n+1]
	v := &ru.variants[n]
	*v = variant{variantName: name, visitors: visitors{few: v.visitors.few[:0]}}
	return v
}

// append appends the split, the rule, the hours and the visitors.
func (v *variant) append(b []byte) ([]byte, error) {
	b = appendString(b, v.split)
	b = appendString(b, v.rule)
	b = appendHours(b, &v.hours)
	return v.visitors.append(b)
}

// read reads what append wrote, but for the names.
func (v *variant) read(r *reader) {
	readHours(r, &v.hours)
	v.visitors.read(r)
}
