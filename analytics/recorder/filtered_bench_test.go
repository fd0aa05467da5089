package recorder_test

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// BenchmarkFilteredYear asks for filtered statistics of a link in a bbolt file that has
// 200,000 clicks over 60 days. Half of them took part in a split.
func BenchmarkFilteredYear(b *testing.B) {
	const clicks, days = 200_000, 60
	now, every := new(atomic.Int64), days*24*time.Hour/clicks
	path := filepath.Join(b.TempDir(), "clicks.db")
	open := func() (*bolt.Store, *recorder.Recorder) {
		store, err := bolt.Open(path, nil)
		if err != nil {
			b.Fatal(err)
		}
		r, err := recorder.Open(b.Context(), store, &analytics.Options{Clock: func() time.Time { return noon.Add(time.Duration(now.Load())) }})
		if err != nil {
			b.Fatal(err)
		}
		return store, r
	}
	store, r := open()
	busy := newTraffic(10, clicks)
	for i := range clicks {
		now.Store(int64(i) * int64(every))
		if err := r.Record(b.Context(), busy.busyHit(i, noon.Add(time.Duration(now.Load())))); err != nil {
			b.Fatal(err)
		}
		if i%9000 == 8999 {
			if err := r.Flush(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
	end := func() {
		if err := r.Close(context.Background()); err != nil {
			b.Fatal(err)
		}
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
	}
	end()
	store, r = open()
	defer func() { end() }()
	for name, filter := range map[string]map[analytics.Dimension][]string{
		"country":  {analytics.ByCountry: {busy.codes[0]}},
		"two":      {analytics.ByCountry: {busy.codes[0]}, analytics.ByReferrer: {"site-0.example.com"}},
		"none":     {analytics.ByCountry: {"nowhere"}},
		"everyone": {analytics.ByTrigger: {"click"}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s, err := r.Stats(b.Context(), analytics.Query{Links: []uint32{10}, From: noon, To: noon.AddDate(0, 0, days), Filter: filter})
				if err != nil || name == "everyone" && s.Clicks() != clicks {
					b.Fatal(s.Clicks(), err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/clicks, "ns/click")
		})
	}
}

// busyHit is hit on one link. Half of the visitors take part in its split.
func (t *traffic) busyHit(i int, at time.Time) analytics.Hit {
	h := t.hit(i, at)
	h.Plan, h.Rule, h.Draws = t.plans[9], -1, nil
	h.Visit.Time = at
	if u := t.random.Float64() * 100; u < 50 {
		h.Rule, h.Draws = int(u/25), []routing.Draw{{U: u}}
	}
	return h
}
