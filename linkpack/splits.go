package linkpack

import (
	"context"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// checkSplits compares how the splits of a link divided its visitors with the
// percentages of the rules, where these did not change in the meantime.
func (s *Shortener) checkSplits(ctx context.Context, link *Link, filter map[analytics.Dimension][]string, found *analytics.Stats) error {
	if len(found.Splits) == 0 {
		return nil
	}
	versions, err := s.store.LinkRevisions(ctx, link.Workspace, link.ID, 0, 0)
	if err != nil {
		return err
	}
	versions = during(versions, found.From, found.To)
	for i := range found.Splits {
		split := &found.Splits[i]
		shares, constant := sharesOf(split.ID, versions)
		switch {
		case !constant:
			split.Check = &analytics.RatioCheck{Skipped: "the rules changed in the range"}
		case chooses(filter):
			split.Check = &analytics.RatioCheck{Skipped: "the filter chooses among the variants"}
		default:
			checkSplit(split, shares)
		}
	}
	return nil
}

// during returns the versions, newest first, that were in force at some time of
// a range.
func during(versions []*Link, from, to time.Time) []*Link {
	var found []*Link
	for i, version := range versions {
		began := version.UpdatedAt.Before(to)
		ended := i > 0 && !versions[i-1].UpdatedAt.After(from)
		if began && !ended {
			found = append(found, version)
		}
	}
	return found
}

// share is what a rule takes of its split.
type share struct {
	rule    string
	percent float64
}

// sharesOf returns the shares of a split, and whether all versions agree on
// them.
func sharesOf(split string, versions []*Link) (shares []share, constant bool) {
	for i, version := range versions {
		now := sharesIn(split, version.Rules)
		if i > 0 && !slices.Equal(now, shares) {
			return nil, false
		}
		shares = now
	}
	return shares, len(shares) > 0
}

func sharesIn(split string, rules []routing.Rule) (shares []share) {
	for _, rule := range rules {
		if rule.Split == split && rule.Percentage != nil {
			shares = append(shares, share{rule.ID, *rule.Percentage})
		}
	}
	return shares
}

// chooses reports whether a filter keeps visitors by what the splits decided.
func chooses(filter map[analytics.Dimension][]string) bool {
	for d := range filter {
		if d == analytics.ByRule || d == analytics.ByDestination || d >= analytics.ByUTMSource && d <= analytics.ByUTMContent {
			return true
		}
	}
	return false
}

// checkSplit puts the variants in the order of the rules, those that nobody saw
// among them, and tests the split.
func checkSplit(split *analytics.Split, shares []share) {
	rest := 100.0
	for _, share := range shares {
		rest -= share.percent
	}
	shares = append(slices.Clone(shares), share{"", max(rest, 0)})
	var variants []analytics.Variant
	var visitors []uint64
	var expected []float64
	for _, share := range shares {
		at := slices.IndexFunc(split.Variants, func(v analytics.Variant) bool { return v.Rule == share.rule })
		variant := analytics.Variant{Rule: share.rule}
		switch {
		case at >= 0:
			variant = split.Variants[at]
		case share.percent < leastShare:
			continue
		case split.Variants[0].Uniques != nil: // it is known that there were none
			variant.Uniques = new(uint64)
		}
		variants = append(variants, variant)
		visitors = append(visitors, variant.Visitors())
		expected = append(expected, share.percent/100)
	}
	split.Variants = variants
	split.Check = analytics.CheckRatio(visitors, expected)
}

// leastShare is the least percentage that a rule can take; what is below comes
// from adding up.
const leastShare = 0.000001
