package bolt

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// BenchmarkListLinksFarApart lists fifty of 20,000 links, each of which has a segment of its
// own, as if many workspaces had created links in turn. Every link has "sale" in its name,
// ten have "needle".
func BenchmarkListLinksFarApart(b *testing.B) {
	s := farApart(b, 20_000)
	for name, q := range map[string]linkpack.LinkQuery{
		"every":         {},
		"a common text": {Search: "sale"},
		"a rare text":   {Search: "needle"},
		"no text":       {Search: "nobody"},
	} {
		q.Limit = 50
		b.Run(name, func(b *testing.B) { benchmarkList(b, s, q) })
		q.Sort = linkpack.SortName
		b.Run(name+" by name", func(b *testing.B) { benchmarkList(b, s, q) })
		b.Run("count "+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.CountMatching(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchmarkList(b *testing.B, s *Store, q linkpack.LinkQuery) {
	for b.Loop() {
		if _, err := s.ListLinks(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

// farApart returns a store with links whose numbers are 64 apart.
func farApart(b *testing.B, size int) *Store {
	b.Helper()
	s, err := Open(filepath.Join(b.TempDir(), "linkpack.db"), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	for first := 0; first < size; first += 1000 {
		err := s.inner.update(context.Background(), func(tx *tx) error {
			for n := first; n < first+1000; n++ {
				if err := addApart(tx, n, size); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// addApart adds the nth link and skips the other numbers of its segment.
func addApart(tx *tx, n, size int) error {
	l := linkpack.Link{ID: fmt.Sprintf("%06d", n), ShortCode: fmt.Sprint("c", n), Name: fmt.Sprintf("%06d sale", n*7919%size)}
	if n%(size/10) == 0 {
		l.Name += " needle"
	}
	for range linkindex.Size - 1 {
		if _, err := (links{tx}).number(); err != nil {
			return err
		}
	}
	_, err := (links{tx}).add(l, 0)
	return err
}
