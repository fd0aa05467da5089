package linkpack_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// TestSplitsOfClicksOlderThanTheLinkAreChecked imports visits from before the link.
func TestSplitsOfClicksOlderThanTheLinkAreChecked(t *testing.T) {
	const day = 24 * time.Hour
	start := linkpacktest.Start()
	for name, tt := range map[string]struct {
		change   func(*linkpack.Link) // after the import
		from, to time.Duration        // of the range, after start
		skipped  string
	}{
		"before the link":                   {nil, -9 * day, -2 * day, ""},
		"before the link, and later":        {nil, -9 * day, 3 * day, ""},
		"after another name":                {func(l *linkpack.Link) { l.Name = "new" }, -9 * day, -2 * day, ""},
		"after another name, and later":     {func(l *linkpack.Link) { l.Name = "new" }, -9 * day, 3 * day, ""},
		"after another percentage":          {sixty, -9 * day, -2 * day, "the range begins before the link's first version, and its rules have changed"},
		"after another percentage, lately":  {sixty, 2 * day, 3 * day, ""},
		"another percentage after creation": {sixty, 0, 3 * day, "the rules changed in the range"},
	} {
		t.Run(name, func(t *testing.T) {
			kit := linkpacktest.New(t, linkpack.Options{Random: &sameDraws{own: rand.NewChaCha8([32]byte{1})}})
			link := kit.NewLink(splitLink())
			importVisits(t, kit.Shortener, link, start.Add(-5*day), 200)
			if tt.change != nil {
				kit.Clock.Advance(day)
				if _, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { tt.change(l); return nil }); err != nil {
					t.Fatal(err)
				}
			}
			kit.Clock.Advance(day + time.Hour)
			visitors(t, kit.Shortener, link, 200)
			stats := statsOfLink(t, kit, link, analytics.Query{From: start.Add(tt.from), To: start.Add(tt.to)})
			if c := stats.Splits[0].Check; c.Skipped != tt.skipped || c.Mismatch {
				t.Errorf("the check is %+v", c)
			}
		})
	}
}

func sixty(l *linkpack.Link) { l.Rules[0].Percentage = routing.Percent(60) }

// importVisits imports visits from different addresses at a time of the past.
func importVisits(t *testing.T, s *linkpack.Shortener, link *linkpack.Link, at time.Time, n int) {
	t.Helper()
	_, err := s.ImportVisits(t.Context(), func(yield func(linkpack.Resolution, error) bool) {
		for i := range n {
			res, err := s.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{Time: at, Addr: addressOf(i)})
			if !yield(res, err) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestReturningVisitorsOfAFairSplitAreNoMismatch has the same visitors on several days.
func TestReturningVisitorsOfAFairSplitAreNoMismatch(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Random: &sameDraws{own: rand.NewChaCha8([32]byte{2})}})
	var links []*linkpack.Link
	for range 50 {
		link := splitLink()
		link.ShortCode = ""
		links = append(links, kit.NewLink(link))
	}
	for range 9 {
		for _, link := range links {
			visitors(t, kit.Shortener, link, 100)
		}
		kit.Clock.Advance(24 * time.Hour)
	}
	mismatches := slices.DeleteFunc(links, func(link *linkpack.Link) bool {
		return !statsOfLink(t, kit, link, analytics.Query{}).Splits[0].Check.Mismatch
	})
	if len(mismatches) > 0 { // 0.05 expected, and the draws are the same in every run
		t.Errorf("%d of 50 mismatch", len(mismatches))
	}
}
