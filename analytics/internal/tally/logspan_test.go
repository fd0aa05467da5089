package tally

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPartsOfASpanHaveEachBlockOnce cuts random spans.
func TestPartsOfASpanHaveEachBlockOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		s := span{link: 7}
		for range 1 + random.IntN(60) {
			first := 1 + random.Uint64N(100)
			last := first + random.Uint64N(5)
			s.grow(first, last)
			s.ends = append(s.ends, last)
		}
		ends, most := slices.Clone(s.ends), 1+random.IntN(40)
		parts := s.cut(most)
		if len(parts) > most || parts[0].last != s.last || parts[len(parts)-1].first != s.first {
			t.Fatalf("%d parts of %+v: %+v", most, s, parts)
		}
		for i, part := range parts {
			if part.link != 7 || part.done() || !slices.Contains(ends, part.last) || i > 0 && part.last+1 != parts[i-1].first {
				t.Fatalf("part %d of %+v is %+v", i, s, part)
			}
		}
	}
}

// TestASpanWithoutEndsIsOnePart cuts the span of a link that has only pending clicks.
func TestASpanWithoutEndsIsOnePart(t *testing.T) {
	var s span
	if !s.done() {
		t.Error("a span without blocks is not done")
	}
	s.grow(3, 9)
	if parts := s.cut(32); len(parts) != 1 || parts[0].first != 3 || parts[0].last != 9 {
		t.Errorf("got %+v", parts)
	}
}
