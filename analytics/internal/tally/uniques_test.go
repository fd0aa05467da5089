package tally

import (
	"math/rand/v2"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// TestDifferentVisitorsAreNoMoreThanDayByDay is about estimates that contradict
// each other.
func TestDifferentVisitorsAreNoMoreThanDayByDay(t *testing.T) {
	count := Tally{oneKey: true, whole: new(unions)}
	for n := range uint64(5) {
		count.whole.all.Add(n << 40)
	}
	for daily, want := range map[uint64]uint64{3: 3, 5: 5, 9: 5} {
		if got := count.different(daily, func(u *unions) *rollup.Union { return &u.all }); *got != want {
			t.Errorf("%d different visitors of %d day by day, want %d", *got, daily, want)
		}
	}
}

func TestADayInTheMemoryOfAClosedOneHasItsOwnVisitors(t *testing.T) {
	count, random := Tally{days: make(map[uint32]*unions)}, rand.New(rand.NewPCG(6, 6))
	for day, visitors := range []uint64{5, 0, 2, 70_000, 3} {
		for range visitors {
			count.visitor(uint32(day), random.Uint64(), nil)
		}
		before := count.uniques
		if err := count.close(uint32(day)); err != nil {
			t.Fatal(err)
		}
		got := count.uniques - before
		if off := max(got, visitors) - min(got, visitors); off > visitors/30 {
			t.Errorf("day %d has %d visitors, want %d", day, got, visitors)
		}
	}
}
