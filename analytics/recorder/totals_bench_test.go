package recorder_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// BenchmarkTotals has 10,000 links in a bbolt file. All were clicked once, and each
// tenth on a day of each month of two years. It counts the clicks of these 1,000
// links at once and by a query for each, and the clicks of all links.
func BenchmarkTotals(b *testing.B) {
	const links, busy, months = 10_000, 1000, 24
	now := noon.AddDate(0, months, 0)
	store, err := bolt.Open(filepath.Join(b.TempDir(), "clicks.db"), nil)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	r, err := recorder.Open(b.Context(), store, &analytics.Options{Clock: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	_, err = r.Import(b.Context(), past(links+months*busy, func(i int, h *analytics.Hit) {
		link := i % links
		if i >= links {
			link = i % busy * (links / busy)
		}
		h.Plan = plan(uint32(link))
		h.Plan.Workspace = trafficWorkspace
		h.Visit.Time = noon.AddDate(0, i/busy%months, 0)
	}))
	if err != nil {
		b.Fatal(err)
	}
	if err := r.Close(context.Background()); err != nil {
		b.Fatal(err)
	}
	if r, err = recorder.Open(b.Context(), store, &analytics.Options{Clock: func() time.Time { return now }}); err != nil {
		b.Fatal(err)
	}
	defer r.Close(context.Background())
	if err := recorder.CloseDays(b.Context(), r); err != nil {
		b.Fatal(err)
	}
	some := make([]uint32, busy)
	for i := range some {
		some[i] = uint32(i * (links / busy))
	}
	b.Run("1000 links", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if totals, err := r.Totals(b.Context(), some); err != nil || totals[1][analytics.Human] != months+1 {
				b.Fatal(totals[1], err)
			}
		}
	})
	b.Run("1000 queries", func(b *testing.B) {
		for b.Loop() {
			for _, link := range some {
				q := analytics.Query{Links: []uint32{link}, From: noon, To: now}
				if stats, err := r.Stats(b.Context(), q); err != nil || stats.Clicks() == 0 {
					b.Fatal(stats, err)
				}
			}
		}
	})
	b.Run("10000 links", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if all, _, err := r.WorkspaceClicks(b.Context(), trafficWorkspace); err != nil || len(all) != links {
				b.Fatal(len(all), err)
			}
		}
	})
}
