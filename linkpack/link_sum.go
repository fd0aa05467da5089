package linkpack

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
)

// linkSum adds up the figures of the links with one value, or of all.
type linkSum struct {
	value     string
	links     int
	classes   analytics.ClassCounts
	converted uint64
	kinds     map[conversionKind]kindSum // the zero kind is the rest
	rest      bool
}

// conversionKind is a kind of conversions in a currency.
type conversionKind struct{ kind, currency string }

// kindSum has the conversions of a kind.
type kindSum struct {
	count uint64
	value float64 // in millionths, which are added up exactly to 2^53
}

const (
	// maxKinds is the number of kinds of conversions that StatsBy tells apart for each
	// value of the links.
	maxKinds = 100
	// maxKindsAdded is the number that it tells apart while it adds them up.
	maxKindsAdded = 10_000
)

// addLink adds the figures of a link.
func (s *linkSum) addLink(classes analytics.ClassCounts, conversions *analytics.LinkConversions) {
	s.links++
	s.addRequests(classes)
	s.converted += conversions.Converted
	for _, c := range conversions.ConversionKinds {
		kind := conversionKind{c.Kind, c.Currency}
		if c.Rest {
			kind = conversionKind{}
		}
		s.addKind(kind, kindSum{c.Count, math.Round(c.Value * 1e6)})
	}
}

// add adds the figures of another value.
func (s *linkSum) add(other *linkSum) {
	s.links += other.links
	s.addRequests(other.classes)
	s.converted += other.converted
	for kind, sum := range other.kinds {
		s.addKind(kind, sum)
	}
}

func (s *linkSum) addRequests(classes analytics.ClassCounts) {
	for class, n := range classes {
		s.classes[class] += n
	}
}

// addKind adds conversions of a kind. The rest has no value.
func (s *linkSum) addKind(kind conversionKind, sum kindSum) {
	if s.kinds == nil {
		s.kinds = make(map[conversionKind]kindSum)
	}
	if _, known := s.kinds[kind]; !known && len(s.kinds) >= maxKindsAdded {
		kind = conversionKind{}
	}
	if kind == (conversionKind{}) {
		sum.value = 0
	}
	before := s.kinds[kind]
	s.kinds[kind] = kindSum{before.count + sum.count, before.value + sum.value}
}

// conversions returns the conversions, most of a kind first and the rest last.
func (s *linkSum) conversions() analytics.LinkConversions {
	found := analytics.LinkConversions{Converted: s.converted}
	rest := analytics.ConversionCount{Kind: "Other", Rest: true}
	for kind, sum := range s.kinds {
		found.Conversions += sum.count
		if kind == (conversionKind{}) {
			rest.Count += sum.count
			continue
		}
		found.ConversionKinds = append(found.ConversionKinds, analytics.ConversionCount{
			Kind: kind.kind, Currency: kind.currency, Count: sum.count, Value: sum.value / 1e6,
		})
	}
	slices.SortFunc(found.ConversionKinds, func(a, b analytics.ConversionCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Kind, b.Kind), strings.Compare(a.Currency, b.Currency))
	})
	for _, c := range found.ConversionKinds[min(maxKinds, len(found.ConversionKinds)):] {
		rest.Count += c.Count
	}
	found.ConversionKinds = found.ConversionKinds[:min(maxKinds, len(found.ConversionKinds))]
	if rest.Count > 0 {
		found.ConversionKinds = append(found.ConversionKinds, rest)
	}
	return found
}

// count returns the sum as it is shown.
func (s *linkSum) count() LinkCount {
	return LinkCount{
		Value: s.value, Links: s.links, Clicks: s.classes[analytics.Human], Classes: s.classes,
		LinkConversions: s.conversions(), Rest: s.rest,
	}
}

// topOf returns the sums with the most clicks, at most n, and a last one of all others.
func topOf(sums []linkSum, n int) []LinkCount {
	slices.SortFunc(sums, func(a, b linkSum) int {
		return cmp.Or(cmp.Compare(b.classes[analytics.Human], a.classes[analytics.Human]), strings.Compare(a.value, b.value))
	})
	if len(sums) > n {
		rest := linkSum{value: "Other", rest: true}
		for i := range sums[n:] {
			rest.add(&sums[n+i])
		}
		sums = append(sums[:n:n], rest)
	}
	counts := make([]LinkCount, len(sums))
	for i := range sums {
		counts[i] = sums[i].count()
	}
	return counts
}
