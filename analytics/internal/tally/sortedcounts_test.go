package tally

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
)

// TestSortedCountsAreThoseOfAMap counts names of random rows in both.
func TestSortedCountsAreThoseOfAMap(t *testing.T) {
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 1))
		want := make(map[string]uint64)
		var s sortedCounts
		for range random.IntN(10) {
			row := make(map[string]uint64)
			for range random.IntN(1 + random.IntN(200)) {
				row[fmt.Sprint("name ", random.IntN(300))] = random.Uint64N(3)
			}
			for _, name := range slices.Sorted(maps.Keys(row)) {
				s.add([]byte(name), row[name])
				want[name] += row[name]
			}
			s.end()
		}
		others := []analytics.Count{{Value: "name 7", Clicks: 5}, {Value: "a", Clicks: 3}}
		for _, c := range others {
			want[c.Value] += c.Clicks
		}
		got := make(map[string]uint64)
		counts := s.with(others)
		for _, c := range counts {
			got[c.Value] += c.Clicks
		}
		maps.DeleteFunc(want, func(_ string, clicks uint64) bool { return clicks == 0 })
		if !maps.Equal(got, want) || len(counts) != len(got) {
			t.Fatalf("seed %d: got %v, want %v", seed, got, want)
		}
	}
}

// TestSortedCountsCountTooManyNamesTogether has more names than an answer tells apart.
func TestSortedCountsCountTooManyNamesTogether(t *testing.T) {
	var s sortedCounts
	for range 2 {
		for i := range maxNames + 10 {
			s.add(fmt.Appendf(nil, "%06d", i), 1)
		}
		s.end()
	}
	counts := s.with(nil)
	if last := counts[len(counts)-1]; len(counts) != maxNames+1 || last.Clicks != 20 || s.clicks() != 2*(maxNames+10) {
		t.Errorf("got %d names, the last is %v", len(counts), last)
	}
	if !slices.IsSortedFunc(counts, func(a, b analytics.Count) int { return strings.Compare(a.Value, b.Value) }) {
		t.Error("the counts are not sorted")
	}
}
