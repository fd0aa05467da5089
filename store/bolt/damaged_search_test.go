package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// haystack opens a store with 150 links in three segments and lets write change it. Each
// link has "hay" in its name, but the 141st, which is called "A needle".
func haystack(t *testing.T, write func(*bbolt.Tx) error) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "linkpack.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var links []*linkpack.Link
	for n := range 150 {
		l := &linkpack.Link{ID: fmt.Sprintf("l%03d", n), ShortCode: fmt.Sprint("c", n*77%150), Name: fmt.Sprint(n*31%150, " of hay"), UpdatedAt: deletion.Add(time.Duration(n%9) * time.Hour)}
		if n == 140 {
			l.Name = "A needle"
		}
		links = append(links, l)
	}
	if err := errors.Join(s.CreateLinks(t.Context(), links...), s.inner.db.Update(write)); err != nil {
		t.Fatal(err)
	}
	return s
}

// needle returns the link that is called so.
func needle(t *testing.T) *linkpack.Link {
	t.Helper()
	l, err := haystack(t, func(*bbolt.Tx) error { return nil }).Link(t.Context(), "", "l140")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// searched returns the answers to searches in all orders, page by page.
func searched(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	answers := make(map[string][]string)
	for _, text := range []string{"", "needle", "hay", "7"} {
		for sort := linkpack.SortCreated; sort.Valid(); sort++ {
			q := linkpack.LinkQuery{Search: text, Sort: sort, Ascending: text == "hay", Limit: 20}
			for more := true; more; more = q.Cursor != "" {
				page, err := s.ListLinks(t.Context(), q)
				if err != nil {
					t.Errorf("links with %q in order %d: %v", text, sort, err)
				}
				for _, l := range page.Links {
					answers[fmt.Sprint(text, sort)] = append(answers[fmt.Sprint(text, sort)], l.ID)
				}
				q.Cursor = page.Next
			}
		}
		n, err := s.CountMatching(t.Context(), linkpack.LinkQuery{Search: text})
		answers["count "+text] = []string{fmt.Sprint(n, err)}
	}
	return answers
}

func TestADamagedIndexHidesNoLinks(t *testing.T) {
	want := searched(t, haystack(t, func(*bbolt.Tx) error { return nil }))
	segment := keys.Segment("", needle(t).Number/64)
	for name, damage := range map[string]func(*bbolt.Tx) error{
		"a segment":             flip(bucketSegments, segment),
		"the key of a segment":  misplace(bucketSegments, segment),
		"no segment":            putRow(bucketSegments, segment, ""),
		"a segment of nonsense": putRow(bucketSegments, segment, "\x00\x00\x00\x00\x00\x00\x00\x01\x02\xff"),
		"a place by name":       flip(bucketOrders, keys.Order(linkpack.SortName, needle(t))),
		"the key of a place":    misplace(bucketOrders, keys.Order(linkpack.SortName, needle(t))),
		"a place by code":       putRow(bucketOrders, keys.Order(linkpack.SortCode, needle(t)), "abc"),
	} {
		t.Run(name, func(t *testing.T) {
			s := haystack(t, damage)
			for question, got := range searched(t, s) {
				if !slices.Equal(got, want[question]) {
					t.Errorf("%s: got %v, want %v", question, got, want[question])
				}
			}
			if faultsOf(t, s) == nil {
				t.Error("Check finds no damage")
			}
		})
	}
}

func TestAChangeMendsADamagedSegment(t *testing.T) {
	segment := keys.Segment("", needle(t).Number/64)
	for name, damage := range map[string]func(*bbolt.Tx) error{
		"a segment":            flip(bucketSegments, segment),
		"the key of a segment": misplace(bucketSegments, segment),
	} {
		for _, change := range []string{"update", "delete"} {
			t.Run(name+", "+change, func(t *testing.T) {
				s := haystack(t, damage)
				var err error
				if change == "delete" {
					err = s.DeleteLinks(t.Context(), "", linkpack.Edit{}, "l138")
				} else {
					_, err = s.UpdateLinks(t.Context(), "", []string{"l138"}, func(_ int, l *linkpack.Link) error { l.Name += "!"; return nil })
				}
				if err := errors.Join(err, faultsOf(t, s)); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// TestADamagedLinkIsToldWhereItBelongs asks for lists with and without it.
func TestADamagedLinkIsToldWhereItBelongs(t *testing.T) {
	s := haystack(t, flip(bucketLinks, numberKey(needle(t).Number)))
	for sort := linkpack.SortCreated; sort.Valid(); sort++ {
		_, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Sort: sort, Search: "needle"})
		if damaged, ok := errors.AsType[*linkpack.DamagedError](err); !ok || damaged.ID != "l140" {
			t.Errorf("a list with the link in order %d: %v", sort, err)
		}
		if page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Sort: sort, Search: "hay", Limit: 1000}); err != nil || len(page.Links) != 149 {
			t.Errorf("a list without the link in order %d: %d links, %v", sort, len(page.Links), err)
		}
	}
}

// TestADamagedSegmentWithADamagedLinkStaysDamaged changes another link of the segment,
// which must not hide the damaged one.
func TestADamagedSegmentWithADamagedLinkStaysDamaged(t *testing.T) {
	l := needle(t)
	s := haystack(t, flip(bucketLinks, numberKey(l.Number)))
	if err := s.inner.db.Update(flip(bucketSegments, keys.Segment("", l.Number/64))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.UpdateLinks(t.Context(), "", []string{"l139"}, func(_ int, l *linkpack.Link) error { l.Name = "other"; return nil }); err != nil {
		t.Fatal(err)
	}
	if page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Search: "needle"}); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a search for the damaged link: %d links, %v", len(page.Links), err)
	}
	if page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Search: "OTHER"}); len(page.Links) != 1 {
		t.Errorf("a search for the changed link: %d links, %v", len(page.Links), err)
	}
}

// TestASegmentWithoutLinksIsNotKept deletes a sound and a damaged link, which are all of a
// damaged segment, in one transaction.
func TestASegmentWithoutLinksIsNotKept(t *testing.T) {
	for _, order := range [][]string{{"l1", "l2"}, {"l2", "l1"}} {
		s := inFile(t, flip(bucketSegments, keys.Segment("", 0)))
		l := &linkpack.Link{ID: "l2", ShortCode: "second"}
		err := errors.Join(s.inner.db.Update(flip(bucketLinks, numberKey(1))), s.CreateLinks(t.Context(), l))
		if err := errors.Join(err, s.DeleteLinks(t.Context(), "", linkpack.Edit{}, order...), faultsOf(t, s)); err != nil {
			t.Errorf("after deleting %v: %v", order, err)
		}
	}
}

func TestCheckNamesWhatIsDamagedInTheSearch(t *testing.T) {
	for want, write := range map[string]func(*bbolt.Tx) error{
		`"orders": its checksum does not match`:           flip(bucketOrders, keys.Order(linkpack.SortCode, inFileLink())),
		`the checksum of its texts does not match`:        flip(bucketSegments, keys.Segment("", 0)),
		"link 00000001: its place in order 2":             remove(bucketOrders, keys.Order(linkpack.SortName, inFileLink())),
		"link 00000001: its text is not in the index":     remove(bucketSegments, keys.Segment("", 0)),
		"in an order points to link 00000001, which does": putRow(bucketOrders, []byte("x"), string(numberKey(1))),
		"has link 00000001 of another workspace":          copySegment("other", 0),
		"link 00000041 is missing":                        copySegment("", 1),
		`segment "x" has the key of none`:                 putRow(bucketSegments, []byte("x"), "y"),
	} {
		found := findings(t.Context(), inFile(t, write))
		if !strings.Contains(strings.Join(found, "\n"), want) {
			t.Errorf("found %q, want %q", found, want)
		}
	}
}

// copySegment stores the segment of a link in another place.
func copySegment(workspace string, n uint32) func(*bbolt.Tx) error {
	return func(btx *bbolt.Tx) error {
		segments := (&tx{Tx: btx}).table(bucketSegments)
		row, err := segments.get(keys.Segment("", 0))
		return errors.Join(err, segments.put(keys.Segment(workspace, n), row))
	}
}
