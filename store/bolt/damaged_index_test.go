package bolt

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/keys"
)

// leafPage is the flag of a page that has rows.
const leafPage = 0x02

// inLeaves calls damage with each page of rows that has a key, from its beginning and from
// the key on.
func inLeaves(content, key []byte, damage func(page, at []byte)) {
	size := os.Getpagesize()
	for at := bytes.Index(content, key); at >= 0; {
		if page := content[at/size*size:]; page[8]&leafPage != 0 {
			damage(page[:size], content[at:])
		}
		next := bytes.Index(content[at+1:], key)
		if next < 0 {
			return
		}
		at += 1 + next
	}
}

// reopened opens a haystack again after damage to the bytes of its file.
func reopened(t *testing.T, damage func(content []byte)) *Store {
	t.Helper()
	s := haystack(t, func(*bbolt.Tx) error { return nil })
	path := s.inner.db.Path()
	err := s.Close()
	content, readErr := os.ReadFile(path)
	damage(content)
	if err := errors.Join(err, readErr, os.WriteFile(path, content, 0o600)); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(path, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// vary updates, deletes and creates links in all segments of a haystack.
func vary(t *testing.T, s *Store) {
	t.Helper()
	for _, id := range []string{"l000", "l070", "l139", "l149"} {
		_, err := s.UpdateLinks(t.Context(), "", []string{id}, func(_ int, l *linkpack.Link) error {
			l.Name, l.ShortCode = "7 needles", "new"+l.ShortCode
			l.UpdatedAt = deletion.AddDate(1, 0, 0)
			return nil
		})
		if err != nil {
			t.Errorf("updating %s: %v", id, err)
		}
	}
	if err := s.DeleteLinks(t.Context(), "", linkpack.Edit{}, "l001", "l071", "l140", "l148"); err != nil {
		t.Errorf("deleting links: %v", err)
	}
	for _, id := range []string{"k", "l0705", "m"} {
		if err := s.CreateLinks(t.Context(), &linkpack.Link{ID: id, ShortCode: id, Name: id + " of hay"}); err != nil {
			t.Errorf("creating %s: %v", id, err)
		}
	}
}

// TestADamagedIndexStopsNoChange damages the orders and segments in a closed file.
func TestADamagedIndexStopsNoChange(t *testing.T) {
	sound := haystack(t, func(*bbolt.Tx) error { return nil })
	vary(t, sound)
	want := searched(t, sound)
	flipKey := func(_, at []byte) { at[0] ^= 0x80 }
	zero := func(page, _ []byte) { clear(page) }
	for name, damage := range map[string]func(content []byte){
		"a bit of a key in the orders": func(content []byte) {
			inLeaves(content, keys.Order(linkpack.SortName, needle(t)), flipKey)
		},
		"a bit of a key in the segments": func(content []byte) { inLeaves(content, keys.Segment("", 1), flipKey) },
		"a page of the orders": func(content []byte) {
			inLeaves(content, keys.Order(linkpack.SortCode, needle(t)), zero)
		},
		"a page of the segments": func(content []byte) { inLeaves(content, keys.Segment("", 1), zero) },
	} {
		t.Run(name, func(t *testing.T) {
			s := reopened(t, damage)
			if len(s.inner.damage) != 1 {
				t.Fatalf("damaged buckets: %v", s.inner.damage)
			}
			vary(t, s)
			for question, got := range searched(t, s) {
				if !slices.Equal(got, want[question]) {
					t.Errorf("%s: got %v, want %v", question, got, want[question])
				}
			}
		})
	}
}

// TestADamagedKeyInARunOfLongNamesHidesNoLink damages the last of three keys that are not
// in the order of their names.
func TestADamagedKeyInARunOfLongNamesHidesNoLink(t *testing.T) {
	s := haystack(t, func(*bbolt.Tx) error { return nil })
	long := strings.Repeat("\x01", 300)
	var links []*linkpack.Link
	for id, end := range map[string]string{"a": "3", "b": "2", "d": "1"} {
		links = append(links, &linkpack.Link{ID: id, ShortCode: id, Name: long + end})
	}
	first := &linkpack.Link{ID: "d", Name: long + "1"}
	if err := errors.Join(s.CreateLinks(t.Context(), links...), s.inner.db.Update(misplace(bucketOrders, keys.Order(linkpack.SortName, first)))); err != nil {
		t.Fatal(err)
	}
	page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{Sort: linkpack.SortName, Ascending: true, Limit: 1})
	if err != nil || len(page.Links) != 1 || page.Links[0].ID != "d" {
		t.Errorf("the first link is %+v, %v", page.Links, err)
	}
}
