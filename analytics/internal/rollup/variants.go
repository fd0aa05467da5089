package rollup

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// VariantName names an outcome of a split.
type VariantName struct {
	Split, Rule string // ids; Rule is empty if no rule of the split applied
}

// planVariants appends the outcomes of the splits that a click met.
func planVariants(p *analytics.Plan, names []VariantName, rec *clicklog.Record, target *analytics.Target) ([]VariantName, error) {
	for _, d := range rec.Draws {
		name, err := VariantOf(p, d.Split, target)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// VariantOf returns the outcome of a split that a click met on the way to a target.
func VariantOf(p *analytics.Plan, split uint32, target *analytics.Target) (VariantName, error) {
	id, err := clicklog.PlanSplit(p, split)
	name := VariantName{Split: id}
	if target.Split == int(split)+1 {
		name.Rule = target.Rule
	}
	return name, err
}

// Variant has the human clicks of one outcome of a split.
type Variant struct {
	VariantName
	Hours    [24]uint32 // clicks by hour of the UTC day
	Visitors Visitors   // of these clicks
}

// Variant returns the variant with a name and adds it if it is new. Beyond
// MaxValues, new variants are counted together.
func (ru *Rollup) Variant(name VariantName) *Variant {
	for i := range ru.Variants {
		if ru.Variants[i].VariantName == name {
			return &ru.Variants[i]
		}
	}
	if other := (VariantName{Split: RestName}); len(ru.Variants) >= MaxValues && name != other {
		return ru.Variant(other)
	}
	return ru.addVariant(name)
}

// addVariant appends an empty variant and uses memory again if it can.
func (ru *Rollup) addVariant(name VariantName) *Variant {
	n := len(ru.Variants)
	ru.Variants = slices.Grow(ru.Variants, 1)[:n+1]
	v := &ru.Variants[n]
	*v = Variant{VariantName: name, Visitors: Visitors{Few: v.Visitors.Few[:0]}}
	return v
}

// append appends the split, the rule, the hours and the visitors.
func (v *Variant) append(b []byte) ([]byte, error) {
	b = wire.AppendString(b, v.Split)
	b = wire.AppendString(b, v.Rule)
	b = appendHours(b, &v.Hours)
	return v.Visitors.Append(b)
}

// read reads what append wrote, after the names.
func (v *Variant) read(r *wire.Reader) {
	readHours(r, &v.Hours)
	v.Visitors.Read(r)
}
