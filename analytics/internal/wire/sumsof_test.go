package wire_test

import (
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

func TestTheSumsOfARollupIncludeItsDayAndLink(t *testing.T) {
	for _, link := range []uint32{1, 127, 128, 1000, wire.NoLink - 1} {
		for _, day := range []uint32{0, 30, 31, 20_000, 20_515} {
			keys := wire.SumsOf(link, 77, day)
			var kinds []wire.SumKind
			for _, k := range keys {
				kinds = append(kinds, k.Kind)
				first, after := k.Days()
				if day < first || day >= after {
					t.Errorf("link %d, day %d: %v is of the days from %d to %d", link, day, k, first, after)
				}
				first, after = k.Links()
				if (link < first || link >= after) && first != 77 {
					t.Errorf("link %d, day %d: %v is of the numbers from %d to %d", link, day, k, first, after)
				}
			}
			slices.Sort(kinds)
			if want := []wire.SumKind{wire.SumDay, wire.SumMonth, wire.SumMonth, wire.SumAll, wire.SumPage, wire.SumPageVisitors}; !slices.Equal(kinds, want) {
				t.Errorf("the kinds are %v, want %v", kinds, want)
			}
			if alone := wire.SumsOf(link, 0, day); !slices.Equal(alone, keys[:4]) {
				t.Errorf("without a workspace: %v, want %v", alone, keys[:4])
			}
		}
	}
}
