package linkpack_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// visitors visits a link from different addresses.
func visitors(t *testing.T, s *linkpack.Shortener, link *linkpack.Link, n int) {
	t.Helper()
	for i := range n {
		visit := &routing.Visit{Time: s.Now(), Addr: addressOf(i)}
		res, err := s.Resolve(t.Context(), "", link.ShortCode, visit)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Record(t.Context(), res); err != nil {
			t.Fatal(err)
		}
	}
}

// addressOf returns the address of a visitor.
func addressOf(i int) netip.Addr { return netip.AddrFrom4([4]byte{192, 0, byte(i >> 8), byte(i)}) }

// sameDraws is a random source that yields the same bytes in every run.
type sameDraws struct {
	mu  sync.Mutex
	own *rand.ChaCha8
}

// Read implements [io.Reader].
func (s *sameDraws) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.own.Read(p)
}

// TestSplitsAreCheckedAgainstTheRules uses a fixed split key, since one in a
// thousand keys divides the visitors so unevenly that the check reports it.
func TestSplitsAreCheckedAgainstTheRules(t *testing.T) {
	kit := linkpacktest.New(t, linkpack.Options{Random: &sameDraws{own: rand.NewChaCha8([32]byte{1})}})
	link := kit.NewLink(splitLink())
	visitors(t, kit.Shortener, link, 500)
	split := statsOfLink(t, kit, link, analytics.Query{}).Splits[0]
	if len(split.Variants) != 2 || split.Variants[0].Rule != "a" || split.Variants[1].Rule != "" {
		t.Fatalf("variants are %+v", split.Variants)
	}
	if n := split.Variants[0].DailyUniques + split.Variants[1].DailyUniques; n < 498 || n > 502 {
		t.Errorf("%d visitors", n)
	}
	if c := split.Check; c.Skipped != "" || c.Mismatch || c.P < 0.001 || fmt.Sprint(c.Expected) != "[0.5 0.5]" {
		t.Errorf("check is %+v", c)
	}

	byRule := analytics.Query{Filter: map[analytics.Dimension][]string{analytics.ByRule: {"a"}}}
	if c := statsOfLink(t, kit, link, byRule).Splits[0].Check; c.Skipped != "the filter selects by variant" {
		t.Errorf("filtered, the check is %+v", c)
	}

	kit.Clock.Advance(24 * time.Hour)
	link, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Rules[0].Percentage = routing.Percent(60)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if c := statsOfLink(t, kit, link, analytics.Query{}).Splits[0].Check; c.Skipped != "the rules changed in the range" {
		t.Errorf("after a change, the check is %+v", c)
	}
	before := analytics.Query{To: kit.Now().Add(-24*time.Hour + 1)}
	if c := statsOfLink(t, kit, link, before).Splits[0].Check; c.Skipped != "" || fmt.Sprint(c.Expected) != "[0.5 0.5]" {
		t.Errorf("before the change, the check is %+v", c)
	}
}

// TestWhoComesBackIsOneVisitor visits a link with the same people on three days.
func TestWhoComesBackIsOneVisitor(t *testing.T) {
	for days, want := range map[int]uint64{1: 60, 30: 20} {
		kit := linkpacktest.New(t, linkpack.Options{Clicks: analytics.Options{KeyDays: days}})
		kit.Clock.Set(time.Date(2026, 1, 7, 12, 0, 0, 0, time.UTC)) // when a period of 30 days begins
		link := kit.NewLink(linkpack.Link{Destination: home, Rules: []routing.Rule{
			{ID: "all", Percentage: routing.Percent(100), Destination: home + "a"},
		}})
		for range 3 {
			visitors(t, kit.Shortener, link, 20)
			if err := kit.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			kit.Clock.Advance(24 * time.Hour)
		}
		stats := statsOfLink(t, kit, link, analytics.Query{})
		variant := stats.Splits[0].Variants[0]
		if variant.Visitors() != want || variant.DailyUniques != 60 || stats.DailyUniques != 60 {
			t.Errorf("%d visitors, %d by day, want %d", variant.Visitors(), stats.DailyUniques, want)
		}
		if known := stats.Uniques != nil; known != (days == 30) || known && *stats.Uniques != want {
			t.Errorf("different visitors are %v", stats.Uniques)
		}
	}
}

func TestAVariantThatNobodySawIsMissed(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, Rules: []routing.Rule{
		{ID: "a", Percentage: routing.Percent(40), Destination: home + "a"},
		{ID: "b", Percentage: routing.Percent(60), Destination: home + "b"},
	}})
	visitors(t, kit.Shortener, link, 1)
	split := statsOfLink(t, kit, link, analytics.Query{}).Splits[0]
	if len(split.Variants) != 2 || split.Variants[0].Clicks+split.Variants[1].Clicks != 1 {
		t.Errorf("variants are %+v", split.Variants)
	}
	if a, b := split.Variants[0].Uniques, split.Variants[1].Uniques; a == nil || b == nil || *a+*b != 1 {
		t.Errorf("the visitors of the variants are %v and %v", a, b)
	}
	if split.Check.Skipped != "too few visitors" {
		t.Errorf("check is %+v", split.Check)
	}
}

func statsOfLink(t *testing.T, kit *linkpacktest.Kit, link *linkpack.Link, q analytics.Query) *analytics.Stats {
	t.Helper()
	stats, err := kit.Stats(t.Context(), link.Workspace, link.ID, q)
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

func TestStatsOfATagAndAWorkspace(t *testing.T) {
	kit := linkpacktest.New(t)
	spring := kit.NewLink(linkpack.Link{Destination: home, Tags: []string{"spring"}})
	also := kit.NewLink(linkpack.Link{Destination: home, Tags: []string{"spring", "x"}})
	other := kit.NewLink(linkpack.Link{Destination: home})
	visitors(t, kit.Shortener, spring, 3)
	visitors(t, kit.Shortener, also, 2)
	visitors(t, kit.Shortener, other, 5)
	for _, tt := range []struct {
		links           linkpack.LinkQuery
		clicks, uniques uint64
	}{
		{linkpack.LinkQuery{Tags: []string{"spring"}}, 5, 3},
		{linkpack.LinkQuery{Tags: []string{"x"}}, 2, 2},
		{linkpack.LinkQuery{}, 10, 5},
		{linkpack.LinkQuery{Tags: []string{"nobody's"}}, 0, 0},
	} {
		stats, err := kit.StatsOf(t.Context(), tt.links, analytics.Query{Granularity: analytics.Monthly, Compare: true})
		if err != nil {
			t.Fatal(err)
		}
		if stats.Clicks() != tt.clicks || stats.DailyUniques != tt.uniques || stats.Uniques == nil || len(stats.Series) != 1 || stats.Splits != nil {
			t.Errorf("%+v: %d clicks by %d", tt.links, stats.Clicks(), stats.DailyUniques)
		}
		if stats.Previous == nil || stats.Previous.Clicks() != 0 {
			t.Errorf("%+v: the day before is %+v", tt.links, stats.Previous)
		}
	}
	if _, err := kit.StatsOf(t.Context(), linkpack.LinkQuery{Workspace: "nowhere"}, analytics.Query{}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown workspace: %v", err)
	}
}

func TestStatsQueryIsChecked(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	for name, q := range map[string]analytics.Query{
		"to":          {From: kit.Now(), To: kit.Now().Add(-time.Hour)},
		"Granularity": {Granularity: 9},
		"Top":         {Top: -1},
		"Filter":      {Filter: map[analytics.Dimension][]string{analytics.ByCity: nil}},
	} {
		_, err := kit.Stats(t.Context(), link.Workspace, link.ID, q)
		var fault *linkpack.FieldError
		if !errors.As(err, &fault) || fault.Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}
