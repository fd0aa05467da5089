package linkpack

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// The versions of a link are read in pages, up to a maximum.
const (
	versionsPage = 32
	maxVersions  = 256
)

// errManyVersions says that a link has more than maxVersions versions in the
// range.
var errManyVersions = errors.New("the link has too many versions in the range")

// checkSplits compares the visitors of each variant of a link's splits with the
// percentages of the rules. It skips splits whose percentages changed in the
// range. Clicks that are older than the first version were imported, with the rules of
// whatever version there was.
func (s *Shortener) checkSplits(ctx context.Context, link *Link, filter map[analytics.Dimension][]string, found *analytics.Stats) error {
	if len(found.Splits) == 0 {
		return nil
	}
	all, imported, err := s.sharesDuring(ctx, link, found)
	if err != nil && !errors.Is(err, errManyVersions) {
		return err
	}
	for i := range found.Splits {
		split := &found.Splits[i]
		switch changed := all[i].changed || len(all[i].shares) == 0; {
		case changed && imported:
			split.Check = &analytics.RatioCheck{Skipped: "the range begins before the link's first version, and its rules have changed"}
		case changed:
			split.Check = &analytics.RatioCheck{Skipped: "the rules changed in the range"}
		case err != nil:
			split.Check = &analytics.RatioCheck{Skipped: err.Error()}
		case chooses(filter):
			split.Check = &analytics.RatioCheck{Skipped: "the filter selects by variant"}
		default:
			checkSplit(split, all[i].shares)
		}
	}
	return nil
}

// sharesDuring returns the shares of each split in the range. If the range begins
// before the day of the first version, they are those of all versions, and imported is true. If
// sharesDuring returns an error, they cover only the newest versions.
func (s *Shortener) sharesDuring(ctx context.Context, link *Link, found *analytics.Stats) (all []splitShares, imported bool, err error) {
	all = make([]splitShares, len(found.Splits)) // of the versions in force in the range
	since := slices.Clone(all)                   // and of later ones
	for version, err := range s.since(ctx, link, found.From) {
		if err != nil {
			return all, false, err
		}
		constant := false
		for i := range all {
			shares := sharesIn(found.Splits[i].ID, version.Rules)
			since[i].add(shares)
			if version.UpdatedAt.Before(found.To) {
				all[i].add(shares)
			}
			constant = constant || !all[i].changed
		}
		if version.Revision == 1 && version.UpdatedAt.After(found.From.AddDate(0, 0, 1)) {
			return since, true, nil
		}
		if !constant {
			break
		}
	}
	return all, false, nil
}

// since returns an iterator over the versions of a link that were in force at a time
// or later, newest first. After an error the iteration ends.
func (s *Shortener) since(ctx context.Context, link *Link, from time.Time) iter.Seq2[*Link, error] {
	return func(yield func(*Link, error) bool) {
		var before uint32
		for range maxVersions / versionsPage {
			page, err := s.store.LinkRevisions(ctx, link.Workspace, link.ID, before, versionsPage)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, version := range page {
				if !yield(version, nil) || !version.UpdatedAt.After(from) {
					return
				}
				before = version.Revision
			}
			if len(page) < versionsPage {
				return
			}
		}
		yield(nil, errManyVersions)
	}
}

// share is the percentage of a rule in its split.
type share struct {
	rule    string
	percent float64
}

// splitShares are the shares of a split over several versions.
type splitShares struct {
	shares  []share // of the newest version
	seen    bool    // whether a version was added
	changed bool    // whether versions differ
}

// add adds the shares of an older version.
func (s *splitShares) add(shares []share) {
	if !s.seen {
		s.shares, s.seen = shares, true
	}
	s.changed = s.changed || !slices.Equal(s.shares, shares)
}

func sharesIn(split string, rules []routing.Rule) (shares []share) {
	for _, rule := range rules {
		if rule.Split == split && rule.Percentage != nil {
			shares = append(shares, share{rule.ID, *rule.Percentage})
		}
	}
	return shares
}

// chooses reports whether a filter selects clicks by the outcome of splits.
func chooses(filter map[analytics.Dimension][]string) bool {
	for d := range filter {
		if d == analytics.ByRule || d == analytics.ByDestination || d >= analytics.ByUTMSource && d <= analytics.ByUTMContent {
			return true
		}
	}
	return false
}

// checkSplit sorts the variants like the rules, adds those without visitors, and
// tests the ratio of the split. Before the last variant it keeps those that were removed
// before the range, if clicks of that time converted in it.
func checkSplit(split *analytics.Split, shares []share) {
	rest := 100.0
	for _, share := range shares {
		rest -= share.percent
	}
	shares = append(append(slices.Clone(shares), removedShares(split, shares)...), share{"", max(rest, 0)})
	var variants []analytics.Variant
	var expected []float64
	for _, share := range shares {
		at := slices.IndexFunc(split.Variants, func(v analytics.Variant) bool { return v.Rule == share.rule })
		variant := analytics.Variant{Rule: share.rule}
		switch {
		case at >= 0:
			variant = split.Variants[at]
		case share.percent < leastShare:
			continue
		case split.Variants[0].Uniques != nil: // uniques are known, and there are none
			variant.Uniques = new(uint64)
		}
		variants = append(variants, variant)
		expected = append(expected, share.percent/100)
	}
	split.Variants = variants
	split.Check = split.CheckRatio(expected)
}

// removedShares returns no shares for the variants that no rule has any more, but that have
// conversions.
func removedShares(split *analytics.Split, shares []share) (removed []share) {
	for i := range split.Variants {
		v := &split.Variants[i]
		known := v.Rule == "" || slices.ContainsFunc(shares, func(s share) bool { return s.rule == v.Rule })
		if !known && v.Conversions > 0 && v.Visitors() == 0 {
			removed = append(removed, share{v.Rule, 0})
		}
	}
	return removed
}

// leastShare is the minimum percentage of a rule. Smaller values are rounding
// errors.
const leastShare = 0.000001
