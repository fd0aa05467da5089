package recorder_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestMonthsOfManyLinksAreTheirDays asks the same before and after the days of three
// months are added up. Link 1 has more referrers than fit in a page and more visitors a
// day than are kept one by one. The others are in several pages.
func TestMonthsOfManyLinksAreTheirDays(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	begin := time.Date(2025, 1, 20, 0, 0, 0, 0, time.UTC)
	now := begin.AddDate(0, 3, 0)
	store, opts := memory.New(), &analytics.Options{Clock: func() time.Time { return now }, Random: sameKeys()}
	r := open(t, store, opts)
	_, err := r.Import(t.Context(), past(45_000, func(i int, h *analytics.Hit) {
		link := uint32(random.IntN(400))
		if i < 12_000 { // in two days
			link = 1
			h.Visit.Time = begin.AddDate(0, 0, 20+i/6000)
		} else {
			h.Visit.Time = begin.Add(now.Sub(begin) / 45_000 * time.Duration(i))
		}
		h.Plan = plan(link)
		h.Visit.Addr = netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(min(random.IntN(5), 1) * i)})
		h.Visit.Referer = fmt.Sprintf("https://site-%d.example/", random.IntN(1+600*(i&1)))
	}))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(t.Context()); err != nil { // folds all
		t.Fatal(err)
	}
	r = open(t, store, opts)
	var queries []analytics.Query
	for range 40 {
		links := random.Perm(400)[:1+random.IntN(399)]
		q := analytics.Query{From: begin.AddDate(0, 0, random.IntN(30)-10), Granularity: analytics.Daily, Compare: random.IntN(3) == 0}
		for _, link := range append(links, 1) {
			q.Links = append(q.Links, uint32(link))
		}
		q.To = q.From.AddDate(0, 1+random.IntN(3), random.IntN(20))
		queries = append(queries, q)
	}
	answers := func() (all []*analytics.Stats) {
		for _, q := range queries {
			s, err := r.Stats(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, s)
		}
		return all
	}
	want := answers()
	if err := recorder.PackDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	for i, got := range answers() {
		if !reflect.DeepEqual(got, want[i]) {
			t.Errorf("%v to %v of %d links: %d clicks, %d visitors, want %d, %d", queries[i].From, queries[i].To, len(queries[i].Links),
				got.Clicks(), got.DailyUniques, want[i].Clicks(), want[i].DailyUniques)
		}
	}
	if s, err := r.Stats(t.Context(), analytics.Query{From: begin, To: now}); err != nil || s.Clicks() != 0 {
		t.Errorf("a question about no link has an answer with clicks, %v", err)
	}
	if !slices.ContainsFunc(want, func(s *analytics.Stats) bool { return s.Clicks() > 20_000 }) {
		t.Error("no question is about many clicks")
	}
}
