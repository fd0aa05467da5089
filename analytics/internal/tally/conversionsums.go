package tally

import (
	"cmp"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// conversionSums adds up conversions by kind and currency.
type conversionSums struct {
	converted uint64 // clicks with a first conversion
	kinds     map[rollup.ConversionKind]*rollup.Amount
	names     []rollup.ConversionKind // of kinds, in the order in which they came
}

// add adds the conversions of some quarter-hours.
func (c *conversionSums) add(found *rollup.Conversions, from, to, most int) {
	c.converted += found.Converted.Sum(from, to)
	for i := range found.Kinds {
		c.convert(found.Kinds[i].ConversionKind, found.Kinds[i].Amounts.Sum(from, to), most)
	}
}

// convert adds conversions of a kind. Beyond so many kinds at most, new ones are counted
// together and without values.
func (c *conversionSums) convert(name rollup.ConversionKind, sum rollup.Amount, most int) {
	if sum.Count == 0 {
		return
	}
	total := c.kinds[name]
	if total == nil && len(c.names) >= most {
		name, sum.Value = rollup.ConversionKind{Kind: rollup.RestValue}, 0
		total = c.kinds[name]
	}
	if total == nil {
		if c.kinds == nil {
			c.kinds = make(map[rollup.ConversionKind]*rollup.Amount)
		}
		name = rollup.ConversionKind{Kind: strings.Clone(name.Kind), Currency: strings.Clone(name.Currency)}
		total = new(rollup.Amount)
		c.kinds[name] = total
		c.names = append(c.names, name)
	}
	total.Count += sum.Count
	total.Value = rollup.AddValues(total.Value, sum.Value)
}

// join adds the conversions of another sum.
func (c *conversionSums) join(other *conversionSums, most int) {
	c.converted += other.converted
	for _, name := range other.names {
		c.convert(name, *other.kinds[name], most)
	}
}

// counts returns the conversions by kind, most first.
func (c *conversionSums) counts() (counts []analytics.ConversionCount) {
	for _, name := range c.names {
		sum := c.kinds[name]
		count := analytics.ConversionCount{Kind: name.Kind, Currency: name.Currency, Count: sum.Count, Value: float64(sum.Value) / 1e6}
		if name.Kind == rollup.RestValue {
			count.Kind, count.Rest = rollup.RestName, true
		}
		counts = append(counts, count)
	}
	slices.SortFunc(counts, func(a, b analytics.ConversionCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Kind, b.Kind), strings.Compare(a.Currency, b.Currency))
	})
	return counts
}

// topKinds returns the first n counts and sums up the others. Zero returns all.
func topKinds(counts []analytics.ConversionCount, n int) []analytics.ConversionCount {
	if n == 0 || len(counts) <= n {
		return counts
	}
	top, rest := make([]analytics.ConversionCount, 0, n+1), analytics.ConversionCount{Kind: rollup.RestName, Rest: true}
	for _, c := range counts {
		if len(top) < n && !c.Rest {
			top = append(top, c)
		} else {
			rest.Count += c.Count
		}
	}
	return append(top, rest)
}
