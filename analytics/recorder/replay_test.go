package recorder_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestOnlyWhatIsNotFoldedIsReplayed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shaky{Store: memory.New()}
		r, err := recorder.Open(t.Context(), store, nil)
		if err != nil {
			t.Fatal(err)
		}
		store.decide(func() fate {
			if r.Metrics().Folds > 0 {
				return neverRuns // no second slice, by nobody
			}
			return passes
		})
		record(t, r, hit(0), hit(0), hit(256*40))
		for r.Metrics().Folds == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		left := r.Metrics().Pending
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := r.Close(ctx); err == nil {
			t.Fatal("nothing was left to fold")
		}
		if m := open(t, store, nil).Metrics(); m.Pending != left || left == 0 || left == 3 {
			t.Errorf("%d clicks are pending, want %d", m.Pending, left)
		}
		store.decide(func() fate { return passes })
	})
}
