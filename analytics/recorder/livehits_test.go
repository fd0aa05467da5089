package recorder_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestFoldingKeepsUpWithLiveHits has 10 hits every millisecond, of many links, and a
// store that takes five for a transaction. All slices can then be folded in a third of a
// second, in which 3,200 hits arrive.
func TestFoldingKeepsUpWithLiveHits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shaky{Store: memory.New()}
		r, _, err := recorder.OpenWithFewPending(t.Context(), store, quiet(), 1000, false)
		if err != nil {
			t.Fatal(err)
		}
		store.decide(func() fate { time.Sleep(5 * time.Millisecond); return passes })
		most := 0
		for i := range uint32(50_000) {
			if err := r.Record(t.Context(), hit(i%5000)); err != nil {
				t.Fatal(err)
			}
			if i%10 == 0 {
				time.Sleep(time.Millisecond)
				most = max(most, r.Metrics().Pending)
			}
		}
		if most < 1000 || most > 1800 {
			t.Errorf("up to %d clicks were pending", most)
		}
		if err := r.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
