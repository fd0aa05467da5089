package rollup

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// TestSoakVisitors measures how far off the number of visitors is, of 100 sets
// of each size.
func TestSoakVisitors(t *testing.T) {
	if os.Getenv("LINKPACK_STATS") == "" {
		t.Skip("LINKPACK_STATS is empty")
	}
	for _, count := range []int{1000, 10_000, 100_000, 1_000_000} {
		errors := make([]float64, 100)
		for seed := range errors {
			errors[seed] = visitorError(t, uint64(seed), count)
		}
		slices.Sort(errors)
		median, p95 := errors[50], errors[95]
		t.Logf("%8d visitors: off by %.3f %% in the median, %.3f %% at the 95th percentile, %.3f %% at worst",
			count, median*100, p95*100, errors[99]*100)
		if count <= 1000 && errors[99]*float64(count) > 1 || p95 > 0.02 {
			t.Errorf("%d visitors are counted too badly", count)
		}
	}
}

// visitorError counts visitors as folds do and returns the relative error.
func visitorError(t *testing.T, seed uint64, count int) float64 {
	random := rand.New(rand.NewPCG(seed, 9))
	var v Visitors
	for i := range count {
		if err := v.add(random.Uint64()); err != nil {
			t.Fatal(err)
		}
		if i%(count/4) == count/8 { // stored and read again
			payload, err := v.Append(nil)
			if err != nil {
				t.Fatal(err)
			}
			v = Visitors{}
			r := wire.Reader{Data: payload}
			v.Read(&r)
			if err := r.End(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return math.Abs(float64(v.Estimate())-float64(count)) / float64(count)
}
