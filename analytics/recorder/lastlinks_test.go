package recorder_test

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestTheLinksWithTheGreatestNumbersAreAddedUp closes months whose links are in the first
// and in the last pages.
func TestTheLinksWithTheGreatestNumbersAreAddedUp(t *testing.T) {
	opts := quiet()
	opts.Clock = func() time.Time { return noon.AddDate(0, 3, 0) }
	r := open(t, memory.New(), opts)
	links := []uint32{1, 1<<32 - 130, 1<<32 - 129, 1<<32 - 128, 1<<32 - 2}
	_, err := r.Import(t.Context(), past(20*len(links), func(i int, h *analytics.Hit) {
		h.Plan = plan(links[i%len(links)])
		h.Visit.Time = noon.AddDate(0, 0, -i/2)
	}))
	if err != nil {
		t.Fatal(err)
	}
	if err := recorder.CloseDays(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	for _, some := range [][]uint32{links[:1], links[4:], links} {
		s, err := r.Stats(t.Context(), analytics.Query{Links: some, From: noon.AddDate(0, -4, 0), To: noon.AddDate(0, 1, 0)})
		if err != nil || s.Clicks() != uint64(20*len(some)) {
			t.Errorf("links %v: %d clicks, %v", some, s.Clicks(), err)
		}
	}
	wantClean(t, r)
}
