package linkpack_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// BenchmarkList lists 50 of 20,000 links in a file, of which 2,000 were clicked: by
// creation, by clicks, by name, and with the clicks of the links.
func BenchmarkList(b *testing.B) {
	s, _ := onDisk(b)
	for range 20 {
		links, err := s.CreateLinks(b.Context(), many(1000))
		if err != nil {
			b.Fatal(err)
		}
		for i := range 100 {
			res, err := s.Resolve(b.Context(), "", links[i].ShortCode, &routing.Visit{Time: s.Now()})
			if err != nil {
				b.Fatal(err)
			}
			if err := s.Record(b.Context(), res); err != nil {
				b.Fatal(err)
			}
		}
	}
	for name, list := range map[string]struct {
		sort   linkpack.SortKey
		totals bool
	}{
		"by creation": {linkpack.SortCreated, false}, "by creation with clicks": {linkpack.SortCreated, true},
		"by clicks": {linkpack.SortClicks, false}, "by name": {linkpack.SortName, false},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				page, err := s.ListLinks(b.Context(), linkpack.LinkQuery{Sort: list.sort})
				if err == nil && list.totals {
					_, err = s.LinkTotals(b.Context(), page.Links)
				}
				if err != nil || len(page.Links) != 50 {
					b.Fatal(len(page.Links), err)
				}
			}
		})
	}
}
