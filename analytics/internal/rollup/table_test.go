package rollup

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestRepeatedMarksAreDropped(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	var table Table
	for range 300 {
		marks := make([]uint32, random.IntN(3000))
		for i := range marks {
			marks[i] = random.Uint32N(1 + random.Uint32N(1<<markBits))
		}
		want := slices.Clone(marks)
		slices.Sort(want)
		want = slices.Compact(want)
		got := table.distinct(marks)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%d different marks, want %d", len(got), len(want))
		}
	}
}
