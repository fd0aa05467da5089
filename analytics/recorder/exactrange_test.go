package recorder_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestExactRangesAreARecount compares ranges that begin and end at any quarter of an hour
// with a count of the single clicks, which a filter that selects all asks for.
func TestExactRangesAreARecount(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	begin := time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC)
	now := begin.AddDate(0, 0, 50)
	store, opts := memory.New(), &analytics.Options{Clock: func() time.Time { return now }, Random: sameKeys()}
	r := open(t, store, opts)
	made := make(map[uint32][]time.Time)
	_, err := r.Import(t.Context(), past(6000, func(_ int, h *analytics.Hit) {
		h.Plan = plan(uint32(1 + random.IntN(3)))
		h.Visit.Time = begin.Add(time.Duration(random.Int64N(int64(now.Sub(begin)))))
		made[h.Plan.Link] = append(made[h.Plan.Link], h.Visit.Time)
		h.Visit.Addr = netip.AddrFrom4([4]byte{10, 0, 0, byte(random.IntN(40))})
		h.Visit.Referer = fmt.Sprintf("https://site-%d.example/", random.IntN(5))
	}))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(t.Context()); err != nil { // folds all
		t.Fatal(err)
	}
	r = open(t, store, opts)
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	zones := []string{"UTC", "America/New_York", "Asia/Kathmandu"} // one of which changes its clocks
	for i := range 60 {
		loc, err := time.LoadLocation(zones[i%3])
		if err != nil {
			t.Fatal(err)
		}
		from := begin.Add(time.Duration(random.Int64N(int64(40 * 24 * time.Hour))))
		q := analytics.Query{
			Links: []uint32{1, 2, 3}[:1+random.IntN(3)], Exact: true, Location: loc, From: from,
			To: from.Add(time.Duration(1 + random.Int64N(int64(40*24*time.Hour)))), Granularity: analytics.Granularity(random.IntN(6)), Compare: true,
		}
		if i%5 == 0 {
			q.To = from.Add(time.Duration(1 + random.Int64N(int64(2*time.Hour))))
		}
		got, err := r.Stats(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		q.Filter = map[analytics.Dimension][]string{analytics.ByTrigger: {"click", "scan"}}
		want, err := r.Stats(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if !got.From.Equal(from.Truncate(15*time.Minute)) || got.To.Before(q.To) || got.To.Sub(q.To) >= 15*time.Minute {
			t.Errorf("%v to %v became %v to %v", q.From, q.To, got.From, got.To)
		}
		checkSeries(t, q.Links, made, got)
		if p := got.Previous; !p.To.Equal(got.From) || p.To.Sub(p.From) != got.To.Sub(got.From) {
			t.Errorf("before %v to %v is %v to %v", got.From, got.To, p.From, p.To)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%v to %v in %s: %d clicks, %d visitors, want %d, %d", q.From, q.To, loc, got.Clicks(), got.DailyUniques, want.Clicks(), want.DailyUniques)
		}
	}
}

// checkSeries compares the clicks of each bucket with the times of the clicks. Weeks and
// months may begin before the range.
func checkSeries(t *testing.T, links []uint32, made map[uint32][]time.Time, got *analytics.Stats) {
	t.Helper()
	points := got.Series
	if points == nil {
		points = got.Daily
	}
	for i, point := range points {
		from, to := point.Start, got.To
		if from.Before(got.From) {
			from = got.From
		}
		if i+1 < len(points) {
			to = points[i+1].Start
		}
		want := uint64(0)
		for _, link := range links {
			for _, at := range made[link] {
				if !at.Before(from) && at.Before(to) {
					want++
				}
			}
		}
		if point.Clicks != want {
			t.Errorf("%v to %v: %d clicks, want %d", from, to, point.Clicks, want)
		}
	}
}
