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
		for range 1 + random.IntN(100) {
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
			known := len(ends) < most || slices.Contains(ends, part.last)
			if part.link != 7 || part.done() || !known || i > 0 && part.last+1 != parts[i-1].first {
				t.Fatalf("part %d of %+v is %+v", i, s, part)
			}
		}
	}
}

// TestADayIsDivided cuts spans of which only the first and the last block are known.
func TestADayIsDivided(t *testing.T) {
	var s span
	if !s.done() {
		t.Error("a span without blocks is not done")
	}
	s.grow(3, 3)
	if parts := s.cut(32); len(parts) != 1 || parts[0].first != 3 || parts[0].last != 3 {
		t.Errorf("one block: %+v", parts)
	}
	s.grow(3, 1002)
	if parts := s.cut(32); len(parts) != 32 || parts[0].first < 900 || parts[31].first != 3 {
		t.Errorf("many blocks: %+v", parts)
	}
}
