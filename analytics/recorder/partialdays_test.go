package recorder_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestEveryRangeIsExactWhereDaysBeginInsideAnHour clicks every 20 seconds, with more
// values than are told apart, and asks for every range.
func TestEveryRangeIsExactWhereDaysBeginInsideAnHour(t *testing.T) {
	for _, name := range []string{"Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"} {
		t.Run(name, func(t *testing.T) {
			begin := time.Date(2026, 4, 4, 3, 0, 0, 0, time.UTC)
			s := source{Rand: rand.New(rand.NewPCG(1, 2)), links: []uint32{9}, now: begin, variety: 30_000}
			store := memory.New()
			r := open(t, store, nil)
			var m model
			for i := range 9000 {
				h, f := s.next()
				if err := r.Record(t.Context(), h); err != nil {
					t.Fatal(err)
				}
				m = append(m, f)
				if i == 7000 { // what comes after is not folded
					if err := r.Close(t.Context()); err != nil {
						t.Fatal(err)
					}
					r = open(t, store, nil)
				}
			}
			record(t, r)
			for first := -1; first < 3; first++ {
				for days := 1; days < 3; days++ {
					from := begin.AddDate(0, 0, first)
					q := analytics.Query{
						Links: s.links, From: from, To: from.AddDate(0, 0, days), Location: zone(t, name), Granularity: analytics.Hourly,
					}
					got, err := r.Stats(t.Context(), q)
					if err != nil {
						t.Fatal(err)
					}
					compareStats(t, got, m.stats(q))
				}
			}
		})
	}
}

func TestDaysBeginAtTheirFirstInstant(t *testing.T) {
	r := open(t, memory.New(), nil)
	for name, at := range map[string]time.Time{
		"America/Havana":    time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC),  // midnight comes twice
		"Atlantic/Azores":   time.Date(2026, 10, 25, 12, 0, 0, 0, time.UTC), // midnight comes twice
		"Asia/Amman":        time.Date(2021, 10, 29, 12, 0, 0, 0, time.UTC), // midnight comes twice
		"Africa/Cairo":      time.Date(2026, 4, 24, 12, 0, 0, 0, time.UTC),  // midnight is skipped
		"America/Asuncion":  time.Date(2023, 10, 1, 12, 0, 0, 0, time.UTC),  // midnight is skipped
		"Asia/Beirut":       time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), // 23:00 comes twice
		"Pacific/Apia":      time.Date(2011, 12, 31, 12, 0, 0, 0, time.UTC), // a day is skipped
		"Pacific/Kwajalein": time.Date(1993, 8, 22, 12, 0, 0, 0, time.UTC),  // a day is skipped
	} {
		loc := zone(t, name)
		s, err := r.Stats(t.Context(), analytics.Query{From: at.Add(-48 * time.Hour), To: at.Add(48 * time.Hour), Location: loc})
		if err != nil {
			t.Fatal(err)
		}
		for i, day := range s.Daily {
			before := day.Start.Add(-time.Nanosecond).In(loc)
			if before.Format(time.DateOnly) == day.Start.Format(time.DateOnly) {
				t.Errorf("%s: day %d begins at %v, after its first instant", name, i, day.Start)
			}
			if i > 0 && s.Daily[i-1].Start.Format(time.DateOnly) != before.Format(time.DateOnly) {
				t.Errorf("%s: %v follows %v", name, day.Start, s.Daily[i-1].Start)
			}
		}
	}
}
