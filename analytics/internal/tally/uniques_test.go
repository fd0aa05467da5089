package tally

import (
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
