package recorder_test

import (
	"net/netip"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestThereAreNoMoreVisitorsThanClicks has days on which everybody comes once.
func TestThereAreNoMoreVisitorsThanClicks(t *testing.T) {
	const days, clicks = 6, 20_000
	r := open(t, memory.New(), &analytics.Options{Random: sameKeys()})
	_, err := r.Import(t.Context(), past(days*clicks, func(i int, h *analytics.Hit) {
		h.Plan = plan(uint32(1 + i%2))
		h.Visit.Time = march8.AddDate(0, 0, i/clicks)
		h.Visit.Addr = netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
	}))
	if err != nil {
		t.Fatal(err)
	}
	for day := range days {
		q := analytics.Query{Links: []uint32{1, 2}, From: march8.AddDate(0, 0, day), To: march8.AddDate(0, 0, day+1)}
		s, err := r.Stats(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if s.Clicks() != clicks || s.DailyUniques > clicks || *s.Uniques > clicks || s.DailyUniques < clicks*95/100 {
			t.Errorf("day %d: %d visitors, %d by day, of %d clicks", day, *s.Uniques, s.DailyUniques, s.Clicks())
		}
	}
}
