package recount

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// conversions compares the conversions by kind and variant.
func (d *differ) conversions() {
	stored, recounted := &d.stored.Conversions, &d.recounted.Conversions
	for _, name := range kindsOf(stored, recounted) {
		d.amounts(name, stored.AmountsOf(name), recounted.AmountsOf(name))
	}
	d.cells("converted clicks", stored.Converted, recounted.Converted)
	none := new(rollup.VariantConversions)
	for _, name := range outcomesOf(stored, recounted) {
		a, b := cmp.Or(stored.VariantOf(name), none), cmp.Or(recounted.VariantOf(name), none)
		variant := fmt.Sprintf(" of variant %q", name.Split+"/"+name.Rule)
		d.cells("conversions"+variant, a.All, b.All)
		d.cells("converted clicks"+variant, a.First, b.First)
	}
}

// kindsOf returns the kinds that any of some conversions have.
func kindsOf(all ...*rollup.Conversions) (names []rollup.ConversionKind) {
	for _, c := range all {
		for _, k := range c.Kinds {
			if !slices.Contains(names, k.ConversionKind) {
				names = append(names, k.ConversionKind)
			}
		}
	}
	return names
}

// outcomesOf returns the outcomes of splits that any of some conversions have.
func outcomesOf(all ...*rollup.Conversions) (names []rollup.VariantName) {
	for _, c := range all {
		for _, v := range c.Variants {
			if !slices.Contains(names, v.VariantName) {
				names = append(names, v.VariantName)
			}
		}
	}
	return names
}

// amounts compares the conversions of a kind and their values.
func (d *differ) amounts(name rollup.ConversionKind, stored, recounted rollup.Amounts) {
	if name.Kind == rollup.RestValue {
		name.Kind = rollup.RestName
	}
	figure := fmt.Sprintf("conversions %q", name.Kind)
	if name.Currency != "" {
		figure += " in " + name.Currency
	}
	d.cells(figure, stored.Counts(), recounted.Counts())
	d.cells("millionths of "+figure, stored.Values(), recounted.Values())
}

// cells compares numbers by quarter-hour.
func (d *differ) cells(figure string, stored, recounted rollup.Cells) {
	eachCell(stored, recounted, func(quarter uint16, stored, recounted uint64) {
		d.compare(figure+" at "+clockOf(int(quarter)), stored, recounted)
	})
}
