package linkindex_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// unlike is the row of a link without the characters of the other tests. A filter that
// looks into it first takes each of them for rare.
func unlike() []byte { return segmentOf([]*linkpack.Link{{Name: "----"}}) }

// TestASearchFindsTextsInLongRuns looks for texts of two letters in others.
func TestASearchFindsTextsInLongRuns(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 14))
	run := func(most int) string {
		text := []byte(strings.Repeat("q", 1+random.IntN(most)))
		for range random.IntN(3) {
			text[random.IntN(len(text))] = 'z'
		}
		return string(text)
	}
	for range 500 {
		links := []*linkpack.Link{{Number: 1, Name: run(3000)}, {Number: 2, Name: run(300), Destination: run(900)}, {Number: 3, Destination: run(3000)}}
		q := linkpack.LinkQuery{Search: run(200 * len(links))}
		filter, row := linkindex.NewFilter(&q), segmentOf(links)
		if _, err := filter.Find(unlike()); err != nil {
			t.Fatal(err)
		}
		found, err := filter.Find(row)
		for _, l := range links {
			if got, want := found.Bits&linkindex.Bit(l.Number) != 0, q.Matches(l); got != want || err != nil {
				t.Fatalf("%q in link %+v: %v, want %v, %v", q.Search, l, got, want, err)
			}
		}
	}
}

// BenchmarkSearchInALongRun looks for a text that a long run of one letter nearly has.
func BenchmarkSearchInALongRun(b *testing.B) {
	row := segmentOf([]*linkpack.Link{{Number: 1, Name: strings.Repeat("q", 4000)}})
	filter := linkindex.NewFilter(&linkpack.LinkQuery{Search: strings.Repeat("q", 2000) + "z"})
	_, _ = filter.Find(unlike())
	for b.Loop() {
		if found, err := filter.Find(row); found.Bits != 0 || err != nil {
			b.Fatal(found, err)
		}
	}
}
