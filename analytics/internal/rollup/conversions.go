package rollup

import (
	"cmp"
	"slices"
	"strings"
)

// Conversions are those of a link or a workspace on a UTC day, by quarter-hour, so that
// days of all time zones are exact. In the sum of a month, all are in the first
// quarter-hour.
type Conversions struct {
	Kinds     []KindConversions    // by kind and currency
	Converted Cells                // clicks with a first conversion, by quarter-hour
	Variants  []VariantConversions // by outcome of a split
	// index maps kinds to indexes. It is built when there are many kinds.
	index map[ConversionKind]int
}

// ConversionKind is a kind of conversions in a currency, which may be empty. The kind is
// RestValue for those that are not told apart.
type ConversionKind struct {
	Kind     string // as in "purchase"
	Currency string // ISO 4217 code
}

// Conversion is what is counted of a conversion.
type Conversion struct {
	ConversionKind
	Value uint64 // in millionths of the currency
	First bool   // whether it is the first of its click
}

// KindConversions are the conversions of a kind.
type KindConversions struct {
	ConversionKind
	Amounts Amounts // by quarter-hour
}

// VariantConversions are the conversions of the clicks of an outcome of a split.
type VariantConversions struct {
	VariantName
	All   Cells // conversions, by quarter-hour
	First Cells // first conversions of clicks
}

// Add counts a conversion of a click that had outcomes of splits.
func (c *Conversions) Add(quarter uint16, conversion *Conversion, variants []VariantName) {
	name, value := conversion.ConversionKind, conversion.Value
	if c.find(name) < 0 && len(c.Kinds) >= MaxValues {
		name, value = ConversionKind{Kind: RestValue}, 0
	}
	kind := c.kind(name)
	kind.Amounts = kind.Amounts.Add(Amount{quarter, 1, value})
	if conversion.First {
		c.Converted = c.Converted.Add(quarter, 1)
	}
	for _, name := range variants {
		if len(c.Variants) >= MaxValues && c.VariantOf(name) == nil {
			name = VariantName{Split: RestName}
		}
		v := c.variant(name)
		v.All = v.All.Add(quarter, 1)
		if conversion.First {
			v.First = v.First.Add(quarter, 1)
		}
	}
}

// Empty reports whether there are no conversions.
func (c *Conversions) Empty() bool { return len(c.Kinds) == 0 }

// Quarters returns the conversions of all kinds by quarter-hour.
func (c *Conversions) Quarters() (all Cells) {
	for i := range c.Kinds {
		for _, a := range c.Kinds[i].Amounts {
			all = all.Add(a.Slot, a.Count)
		}
	}
	return all
}

// AmountsOf returns the conversions of a kind.
func (c *Conversions) AmountsOf(name ConversionKind) Amounts {
	if i := c.find(name); i >= 0 {
		return c.Kinds[i].Amounts
	}
	return nil
}

// kind returns the conversions of a kind and adds it if it is new.
func (c *Conversions) kind(name ConversionKind) *KindConversions {
	i := c.find(name)
	if i < 0 {
		i = len(c.Kinds)
		c.Kinds = append(c.Kinds, KindConversions{ConversionKind: name})
		if len(c.index) > 0 {
			c.index[name] = i
		}
	}
	return &c.Kinds[i]
}

// find returns the index of a kind, or -1.
func (c *Conversions) find(name ConversionKind) int {
	if len(c.Kinds) <= scanLimit {
		return slices.IndexFunc(c.Kinds, func(k KindConversions) bool { return k.ConversionKind == name })
	}
	if len(c.index) == 0 {
		c.index = make(map[ConversionKind]int)
		for i := range c.Kinds {
			c.index[c.Kinds[i].ConversionKind] = i
		}
	}
	if i, ok := c.index[name]; ok {
		return i
	}
	return -1
}

// VariantOf returns the conversions of an outcome, nil if there are none.
func (c *Conversions) VariantOf(name VariantName) *VariantConversions {
	for i := range c.Variants {
		if c.Variants[i].VariantName == name {
			return &c.Variants[i]
		}
	}
	return nil
}

// variant returns the conversions of an outcome and adds it if it is new.
func (c *Conversions) variant(name VariantName) *VariantConversions {
	if v := c.VariantOf(name); v != nil {
		return v
	}
	c.Variants = append(c.Variants, VariantConversions{VariantName: name})
	return &c.Variants[len(c.Variants)-1]
}

// merge adds other conversions, but for those of variants. It keeps all kinds that
// either of them has.
func (c *Conversions) merge(other *Conversions) {
	for i := range other.Kinds {
		kind := c.kind(other.Kinds[i].ConversionKind)
		for _, a := range other.Kinds[i].Amounts {
			kind.Amounts = kind.Amounts.Add(a)
		}
	}
	c.Converted = c.Converted.merge(other.Converted)
}

// mergeVariants adds other conversions of variants.
func (c *Conversions) mergeVariants(other *Conversions) {
	for i := range other.Variants {
		v := c.variant(other.Variants[i].VariantName)
		v.All = v.All.merge(other.Variants[i].All)
		v.First = v.First.merge(other.Variants[i].First)
	}
}

// sort sorts kinds and variants by name.
func (c *Conversions) sort() {
	slices.SortFunc(c.Kinds, func(a, b KindConversions) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Currency, b.Currency))
	})
	slices.SortFunc(c.Variants, func(a, b VariantConversions) int {
		return cmp.Or(strings.Compare(a.Split, b.Split), strings.Compare(a.Rule, b.Rule))
	})
	clear(c.index)
}

// Reset removes all conversions and keeps the memory.
func (c *Conversions) Reset() {
	c.Kinds, c.Converted, c.Variants = c.Kinds[:0], c.Converted[:0], c.Variants[:0]
	clear(c.index)
}

// cells returns the number of kinds, variants and numbers of quarter-hours.
func (c *Conversions) cells() int {
	n := len(c.Kinds) + len(c.Converted) + len(c.Variants)
	for i := range c.Kinds {
		n += len(c.Kinds[i].Amounts)
	}
	for i := range c.Variants {
		n += len(c.Variants[i].All) + len(c.Variants[i].First)
	}
	return n
}
