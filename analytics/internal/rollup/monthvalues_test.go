package rollup

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestMonthValuesAreTheSumsOfDays adds days with random names and compares with a map.
func TestMonthValuesAreTheSumsOfDays(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		var month MonthValues
		want := make(map[string]uint64)
		for range 30 {
			var day dimension
			for range random.IntN(1 + random.IntN(60)) {
				name, hour := fmt.Sprint(random.IntN(100)), random.IntN(24)
				day.at(name).Hours[hour]++
				want[name]++
			}
			month.add(&day)
		}
		if !slices.IsSortedFunc(month, func(a, b MonthValue) int { return strings.Compare(a.Name, b.Name) }) {
			t.Fatalf("seed %d: the names are not sorted", seed)
		}
		got := make(map[string]uint64)
		for _, v := range month {
			got[v.Name] += v.Clicks
		}
		if len(got) != len(month) || !maps.Equal(got, want) {
			t.Fatalf("seed %d: got %v, want %v", seed, month, want)
		}
	}
}
