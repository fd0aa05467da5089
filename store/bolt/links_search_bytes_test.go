package bolt_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
	"github.com/linkpack/linkpack-go/store/memory"
)

// garbled returns a text of some characters and of bytes that are none.
func garbled(random *rand.Rand) (text string) {
	for range random.IntN(4) {
		text += []string{"a", "B", "ä", "\xff", "\xfe", "\xfd", "\x80", "\xc3", "\ufffd", "日"}[random.IntN(10)]
	}
	return text
}

// garble gives a link such texts.
func garble(random *rand.Rand, l *linkpack.Link) {
	l.Name, l.Destination, l.Group = garbled(random), "https://example.com/"+garbled(random), garbled(random)
	l.Tags = []string{garbled(random), garbled(random)}
	l.Aliases = []linkpack.Alias{{Domain: garbled(random), ShortCode: fmt.Sprint(l.ID, garbled(random))}}
}

// garbledQuery returns a query of every kind that looks for texts.
func garbledQuery(random *rand.Rand) linkpack.LinkQuery {
	q := linkpack.LinkQuery{Sort: linkpack.SortKey(random.IntN(4)), Limit: 1000, SearchIn: linkpack.SearchPlaces(random.IntN(2))}
	switch text := garbled(random); random.IntN(5) {
	case 0:
		q.Tags = []string{text}
	case 1:
		q.Group = text
	case 2:
		q.Domain = &text
	default:
		q.Search = text
	}
	return q
}

// TestTextsThatAreNotUTF8AreFoundAsByAScan compares the answers of stores with what is
// selected of the links that they have.
func TestTextsThatAreNotUTF8AreFoundAsByAScan(t *testing.T) {
	for _, s := range []linkpack.Store{openEmpty(t), memory.New()} {
		t.Cleanup(func() { _ = s.Close() })
		random := rand.New(rand.NewPCG(5, 8))
		var ids []string
		for n := range 150 {
			l := &linkpack.Link{ID: fmt.Sprint("l", n), ShortCode: fmt.Sprint("c", n)}
			garble(random, l)
			ids = append(ids, l.ID)
			if err := s.CreateLinks(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.UpdateLinks(t.Context(), "", ids[:50], func(_ int, l *linkpack.Link) error { garble(random, l); return nil }); err != nil {
			t.Fatal(err)
		}
		for range 300 {
			compareWithScan(t, s, garbledQuery(random))
		}
		if file, ok := s.(*bolt.Store); ok {
			for err := range file.Check(t.Context()) {
				t.Error(err)
			}
		}
	}
}

func compareWithScan(t *testing.T, s linkpack.Store, q linkpack.LinkQuery) {
	t.Helper()
	all, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Sort: q.Sort, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(all.Links, func(l *linkpack.Link) bool { return !q.Matches(l) })
	page, err := s.ListLinks(t.Context(), q)
	same := slices.EqualFunc(page.Links, want, func(a, b *linkpack.Link) bool { return a.ID == b.ID })
	if !same || err != nil {
		t.Errorf("%T: %d links of %+v, want %d, %v", s, len(page.Links), q, len(want), err)
	}
	if n, err := s.CountMatching(t.Context(), q); n != len(want) || err != nil {
		t.Errorf("%T: counts %d links of %+v, want %d, %v", s, n, q, len(want), err)
	}
}
