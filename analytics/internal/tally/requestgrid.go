package tally

import (
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// requestGrid adds up the requests of many links, by day of a month and by class and
// quarter-hour. That is faster than to look up the bucket of each number.
type requestGrid struct {
	days [31]*[rollup.ClassCells]uint64 // nil for days without requests
}

// read adds the requests of a month's sum, which has at most so many days.
func (g *requestGrid) read(r *wire.Reader, days int) {
	used := rollup.MonthDays(r)
	if used>>days != 0 {
		r.Fail()
	}
	for ; used != 0 && !r.Failed; used &= used - 1 {
		nth := bits.TrailingZeros32(used)
		if g.days[nth] == nil {
			g.days[nth] = new([rollup.ClassCells]uint64)
		}
		rollup.AddCells(r, g.days[nth][:])
	}
}

// addTo adds all to a tally.
func (g *requestGrid) addTo(t *Tally, days []UtcDay) {
	for nth, counts := range g.days {
		if counts == nil {
			continue
		}
		t.cells = t.cells[:0]
		for slot, n := range counts {
			if n > 0 {
				t.cells = t.cells.Add(uint16(slot), n)
			}
		}
		t.addClasses(t.cells, days[nth])
	}
}
