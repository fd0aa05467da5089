package recorder_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestAFoldThatLosesItsClicksHoldsUpNoOthers interrupts the fold of links 256 and 257
// after the first and erases the second, so that nothing is left to fold there. Link 512
// is in another slice, which is folded after that.
func TestAFoldThatLosesItsClicksHoldsUpNoOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := recorder.OpenFoldingInParts(t.Context(), memory.New(), quiet())
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close(context.Background())
		record(t, r, hit(256), hit(257), hit(512))
		for begin := time.Now(); r.Metrics().Folds == 0; time.Sleep(time.Millisecond) {
			if time.Since(begin) > time.Minute {
				t.Fatal("nothing is folded")
			}
		}
		if n := r.Metrics().Pending; n != 2 {
			t.Fatalf("%d clicks are pending after the first part, want 2", n)
		}
		if err := r.EraseClicks(t.Context(), []uint32{257}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if n := r.Metrics().Pending; n != 0 {
			t.Errorf("%d clicks are never folded", n)
		}
		wantClean(t, r)
	})
}
