package linkpack_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// BenchmarkSearch lists ten of 20,000 and of 100,000 links in a file, and counts them.
// Every link has "sale" in its name, one of 50 has "winter", ten have "needle". The
// lists "for ten" are asked for by ten callers at once, and the time is that of ten.
func BenchmarkSearch(b *testing.B) {
	for _, size := range []int{20_000, 100_000} {
		s := withTexts(b, size)
		for name, query := range map[string]linkpack.LinkQuery{
			"every":         {Search: "SALE"},
			"every by name": {Search: "sale", Sort: linkpack.SortName},
			"some":          {Search: "winter"},
			"some by name":  {Search: "winter", Sort: linkpack.SortName},
			"few":           {Search: "needle"},
			"few by name":   {Search: "needle", Sort: linkpack.SortName},
			"none":          {Search: "nobody"},
			"one letter":    {Search: "x"},
			"long":          {Search: "https://www.example.com/shop/winter/product-00777?ref=newsletter"},
			"tag":           {Tags: []string{"needle"}},
			"by name":       {Sort: linkpack.SortName},
			"by update":     {Sort: linkpack.SortUpdated},
			"bin":           {Bin: linkpack.OnlyBin},
		} {
			query.Limit = 10
			b.Run(fmt.Sprintf("%d/%s", size, name), func(b *testing.B) { benchmarkList(b, s, query) })
			b.Run(fmt.Sprintf("%d/%s for ten", size, name), func(b *testing.B) { benchmarkTen(b, s, query) })
			b.Run(fmt.Sprintf("%d/count %s", size, name), func(b *testing.B) { benchmarkCount(b, s, query) })
		}
		second := linkpack.LinkQuery{Sort: linkpack.SortName, Limit: 10}
		second.Cursor = pageOf(b, s, second).Next
		b.Run(fmt.Sprintf("%d/second page by name", size), func(b *testing.B) { benchmarkList(b, s, second) })
	}
}

// withTexts returns a Shortener with links that can be searched for.
func withTexts(b *testing.B, size int) *linkpack.Shortener {
	b.Helper()
	s, _ := onDisk(b)
	for first := 0; first < size; first += 1000 {
		links := make([]linkpack.Link, 1000)
		for i := range links {
			links[i] = withText(first+i, size)
		}
		if _, err := s.CreateLinks(b.Context(), links); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// withText returns the nth of some links.
func withText(n, size int) linkpack.Link {
	season, what := "spring", "shoes"
	if n%50 == 7 {
		season = "winter"
	}
	tags := []string{"campaign " + season}
	if n%(size/10) == 3 {
		what, tags = "needle", append(tags, "needle")
	}
	return linkpack.Link{
		Name:        fmt.Sprintf("%05d %s sale of %s", n*7919%size, season, what),
		Destination: fmt.Sprintf("https://www.example.com/shop/%s/product-%05d?ref=newsletter", season, n),
		Tags:        tags,
	}
}

func pageOf(b *testing.B, s *linkpack.Shortener, query linkpack.LinkQuery) linkpack.LinkPage {
	page, err := s.ListLinks(b.Context(), query)
	if err != nil {
		b.Fatal(err)
	}
	return page
}

func benchmarkList(b *testing.B, s *linkpack.Shortener, query linkpack.LinkQuery) {
	b.ReportAllocs()
	for b.Loop() {
		pageOf(b, s, query)
	}
}

func benchmarkTen(b *testing.B, s *linkpack.Shortener, query linkpack.LinkQuery) {
	for b.Loop() {
		var callers sync.WaitGroup
		for range 10 {
			callers.Go(func() {
				if _, err := s.ListLinks(b.Context(), query); err != nil {
					b.Error(err)
				}
			})
		}
		callers.Wait()
	}
}

func benchmarkCount(b *testing.B, s *linkpack.Shortener, query linkpack.LinkQuery) {
	for b.Loop() {
		if _, err := s.CountLinks(b.Context(), query); err != nil {
			b.Fatal(err)
		}
	}
}
