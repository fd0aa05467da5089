package linkindex_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// letters returns a text of n letters.
func letters(random *rand.Rand, n int, alphabet []rune) string {
	text := make([]rune, n)
	for i := range text {
		text[i] = alphabet[random.IntN(len(alphabet))]
	}
	return string(text)
}

// TestASearchOfAnyLengthFindsWhatAScanFinds looks for parts of texts, and for others, in
// segments with texts of few and of many kinds.
func TestASearchOfAnyLengthFindsWhatAScanFinds(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 61803))
	for _, alphabet := range [][]rune{[]rune("ab"), []rune("abcdefghijklmnopqrstuvwxyz/."), []rune("aÄжЖ日本🎉\u0301")} {
		for _, size := range []int{1, 7, 64} {
			var links []*linkpack.Link
			for n := range uint32(size) {
				links = append(links, &linkpack.Link{Number: n, Name: letters(random, random.IntN(20), alphabet), Destination: letters(random, random.IntN(60), alphabet)})
			}
			row := segmentOf(links)
			for range 300 {
				q := linkpack.LinkQuery{Search: letters(random, 1+random.IntN(5), alphabet), SearchIn: linkpack.SearchPlaces(random.IntN(2))}
				found, err := linkindex.NewFilter(&q).Find(row)
				if want := selected(links, &q); found.Bits != want || err != nil {
					t.Fatalf("%q of %d links: %b, want %b, %v", q.Search, size, found.Bits, want, err)
				}
			}
		}
	}
}

// selected returns the bits of the links that a query selects.
func selected(links []*linkpack.Link, q *linkpack.LinkQuery) (bits uint64) {
	for _, l := range links {
		if q.Matches(l) {
			bits |= linkindex.Bit(l.Number)
		}
	}
	return bits
}

// TestASearchReadsFewTextsInVain looks for words in a segment whose texts are damaged,
// which is an error if they are read.
func TestASearchReadsFewTextsInVain(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 14159))
	alphabet := []rune("abcdefghijklmnopqrstuvwxyz")
	s := new(linkindex.Segment)
	for n := range uint32(linkindex.Size) {
		s.Put(&linkpack.Link{Number: n, Name: letters(random, 20, alphabet), Destination: "https://example.com/" + letters(random, 60, alphabet)})
	}
	row := s.Row()
	row[len(row)-1] ^= 1
	read := 0
	for n := range 1000 {
		q := linkpack.LinkQuery{Search: fmt.Sprint(letters(random, 6, alphabet), n%2)}
		if _, err := linkindex.NewFilter(&q).Find(row); err != nil {
			read++
		}
	}
	if read > 20 {
		t.Errorf("for %d of 1000 texts that are not there, all texts are read", read)
	}
}
