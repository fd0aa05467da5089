package recorder_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestDaysHaveAllTheirHours(t *testing.T) {
	r := open(t, memory.New(), nil)
	for _, tt := range []struct {
		zone, day string
		hours     int
		second    string // where the second begins, in UTC
	}{
		{"UTC", "2026-03-29", 24, "01:00"},
		{"Europe/Berlin", "2026-03-29", 23, "00:00"},
		{"Europe/Berlin", "2026-10-25", 25, "23:00"},
		{"America/New_York", "2026-11-01", 25, "05:00"},
		{"Asia/Kolkata", "2026-03-29", 24, "19:30"},
		{"Asia/Kathmandu", "2026-03-29", 24, "19:15"},
		{"Australia/Lord_Howe", "2026-04-05", 25, "14:00"}, // half an hour more
	} {
		loc := zone(t, tt.zone)
		day, err := time.ParseInLocation(time.DateOnly, tt.day, loc)
		if err != nil {
			t.Fatal(err)
		}
		q := analytics.Query{From: day, To: day.Add(time.Hour), Location: loc, Granularity: analytics.Hourly}
		s, err := r.Stats(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Series) != tt.hours || s.Series[1].Start.UTC().Format("15:04") != tt.second || len(s.Daily) != 1 {
			t.Errorf("%s %s: %d hours, the second at %v", tt.zone, tt.day, len(s.Series), s.Series[1].Start.UTC())
		}
	}
}

func TestWeeksBeginOnMondayAndMonthsOnTheFirst(t *testing.T) {
	r := open(t, memory.New(), nil)
	record(t, r, hit(1)) // on Saturday the 28th of March
	for g, want := range map[analytics.Granularity]string{
		analytics.Weekly:  "2026-03-23:1 2026-03-30:0 ",
		analytics.Monthly: "2026-03-01:1 2026-04-01:0 ",
	} {
		s, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{1}, From: noon, To: noon.AddDate(0, 0, 5), Granularity: g})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range s.Series {
			got += fmt.Sprintf("%s:%d ", p.Start.Format(time.DateOnly), p.Clicks)
		}
		if got != want {
			t.Errorf("by %v: got %s, want %s", g, got, want)
		}
	}
}

// TestManyLinksEqualEachOfThem asks for links that stand close together and far
// apart, with strangers between them, in more rows than one transaction reads.
func TestManyLinksEqualEachOfThem(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	r := open(t, memory.New(), nil)
	clicks := map[uint32]uint64{}
	visitors := map[[2]uint64]bool{}
	var links []uint32
	for link := range uint32(2500) {
		wanted := link < 1200 && link%2 == 0 || link%40 == 0
		if wanted {
			links = append(links, link)
		}
		for range random.IntN(6) {
			h := hit(link)
			day, who := random.IntN(9), random.IntN(2000)
			h.Visit.Time = noon.AddDate(0, 0, day)
			h.Visit.Addr = netip.AddrFrom4([4]byte{10, 0, byte(who >> 8), byte(who)})
			if err := r.Record(t.Context(), h); err != nil {
				t.Fatal(err)
			}
			if wanted {
				clicks[link]++
				visitors[[2]uint64{uint64(day), uint64(who)}] = true
			}
		}
	}
	record(t, r)
	check := func() {
		t.Helper()
		s, err := r.Stats(t.Context(), analytics.Query{Links: links, From: noon, To: noon.AddDate(0, 0, 9)})
		if err != nil {
			t.Fatal(err)
		}
		var want uint64
		for _, n := range clicks {
			want += n
		}
		if s.Clicks() != want || math.Abs(float64(s.DailyUniques)-float64(len(visitors))) > 9 {
			t.Errorf("%d clicks by %d, want %d by %d", s.Clicks(), s.DailyUniques, want, len(visitors))
		}
	}
	check()
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	check()
}

func TestVisitorsOfSeveralLinksAreCountedOnce(t *testing.T) {
	r := open(t, memory.New(), &analytics.Options{Random: sameKeys()})
	for i := range 12_000 { // 4,000 to each link, 2,000 of them to the next one too
		h := hit(uint32(1 + i/4000))
		who := i/4000*2000 + i%4000
		h.Visit.Addr = netip.AddrFrom4([4]byte{10, 0, byte(who >> 8), byte(who)})
		if err := r.Record(t.Context(), h); err != nil {
			t.Fatal(err)
		}
	}
	record(t, r)
	s, err := r.Stats(t.Context(), analytics.Query{Links: []uint32{3, 1, 2, 1}, From: noon, To: noon.Add(1)})
	if err != nil || s.Clicks() != 12_000 || s.Uniques == nil || *s.Uniques < 7840 || *s.Uniques > 8160 {
		t.Errorf("%d clicks by %v, %v; want 12000 by 8000", s.Clicks(), s.Uniques, err)
	}
}

// TestRemovedClicksAreFlagged removes the first of two days from the log.
func TestRemovedClicksAreFlagged(t *testing.T) {
	store := memory.New()
	r := open(t, store, nil)
	later := hit(1)
	later.Visit.Time = noon.AddDate(0, 0, 1)
	second := hit(1)
	second.Visit.Time = noon.Add(9 * time.Hour) // on the next day in Kathmandu
	record(t, r, hit(1), second)
	record(t, r, later)
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	keepLastBlock(t, store)
	gone := time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)
	germans := map[analytics.Dimension][]string{analytics.ByCountry: {"DE"}}
	for name, tt := range map[string]struct {
		query  analytics.Query
		clicks uint64
		gone   time.Time
	}{
		"whole days":          {analytics.Query{From: noon, To: later.Visit.Time}, 3, time.Time{}},
		"filtered":            {analytics.Query{From: noon, To: later.Visit.Time, Filter: germans}, 1, gone},
		"filtered, later":     {analytics.Query{From: later.Visit.Time, To: later.Visit.Time.Add(1), Filter: germans}, 1, time.Time{}},
		"cut between clicks":  {analytics.Query{From: noon, To: noon.Add(1), Location: zone(t, "Asia/Kathmandu")}, 1, gone},
		"nothing is cut":      {analytics.Query{From: noon, To: noon.Add(1), Location: zone(t, "Europe/Berlin")}, 2, time.Time{}},
		"the previous period": {analytics.Query{From: later.Visit.Time, To: later.Visit.Time.Add(1), Compare: true}, 1, time.Time{}},
	} {
		tt.query.Links = []uint32{1}
		s, err := r.Stats(t.Context(), tt.query)
		if err != nil {
			t.Fatal(err)
		}
		if s.Clicks() != tt.clicks || !s.Gone.Equal(tt.gone) {
			t.Errorf("%s: %d clicks, gone up to %v", name, s.Clicks(), s.Gone)
		}
	}
}

// keepLastBlock removes all blocks of the log but the last.
func keepLastBlock(t *testing.T, store analytics.Store) {
	t.Helper()
	err := change(t, store, func(tx analytics.Tx) error {
		var keys [][]byte
		for row, err := range tx.Scan(analytics.TableLog, nil, nil) {
			if err != nil {
				return err
			}
			keys = append(keys, bytes.Clone(row.Key))
		}
		last := keys[len(keys)-1]
		for _, key := range keys {
			if bytes.Equal(key[:8], last[:8]) {
				break
			}
			if err := tx.Delete(analytics.TableLog, key); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAQueryEndsWithItsContext(t *testing.T) {
	r := open(t, memory.New(), nil)
	record(t, r, hit(1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, filter := range []map[analytics.Dimension][]string{nil, {analytics.ByCountry: {"DE"}}} {
		_, err := r.Stats(ctx, analytics.Query{Links: []uint32{1}, From: noon, To: noon.Add(1), Filter: filter})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("with filter %v: %v", filter, err)
		}
	}
}

func TestQueryIsChecked(t *testing.T) {
	r := open(t, memory.New(), nil)
	for reason, q := range map[string]analytics.Query{
		"From: is missing":         {To: noon},
		"To: must be after From":   {From: noon, To: noon},
		"To: must be at most 3660": {From: noon, To: noon.AddDate(200, 0, 0)},
		"Granularity: must not be hour for more than 36600 hours": {From: noon, To: noon.AddDate(5, 0, 0), Granularity: analytics.Hourly},
		"Granularity: is not one of the constants":                {From: noon, To: noon.Add(1), Granularity: analytics.Monthly + 1},
		"Top: must not be negative":                               {From: noon, To: noon.Add(1), Top: -1},
		"Filter: has no dimension 99":                             {From: noon, To: noon.Add(1), Filter: map[analytics.Dimension][]string{99: {"x"}}},
		"Filter: must have 1 to 1000 values for utm_term":         {From: noon, To: noon.Add(1), Filter: map[analytics.Dimension][]string{analytics.ByUTMTerm: {}}},
	} {
		if _, err := r.Stats(t.Context(), q); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: got %v", reason, err)
		}
	}
}
