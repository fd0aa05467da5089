package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// BenchmarkResolve resolves cached links with and without rules, and a new
// unknown code each time.
func BenchmarkResolve(b *testing.B) {
	s, _ := watched(b)
	for _, link := range []linkpack.Link{
		{ShortCode: "plain", Destination: home},
		{ShortCode: "rules", Destination: home, Rules: []routing.Rule{
			{Clauses: []routing.Clause{{Condition: "geo", Value: "US,CA"}}, Destination: home},
			{Clauses: []routing.Clause{{Condition: "device", Value: "Tablet"}}, Destination: home},
			{Percentage: routing.Percent(50), Destination: home},
			{Percentage: routing.Percent(50), Destination: home + "b"},
		}},
	} {
		if _, err := s.CreateLink(b.Context(), link); err != nil {
			b.Fatal(err)
		}
	}
	for _, code := range []string{"plain", "rules"} {
		b.Run(code, func(b *testing.B) {
			b.ReportAllocs()
			defer b.ReportMetric(0, "max-allocs/op")
			var v routing.Visit
			for b.Loop() {
				v = routing.Visit{Addr: netip.AddrFrom4([4]byte{192, 0, 2, 1}), UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
				if _, err := s.Resolve(context.Background(), "go.example:8080", code, &v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("known to be unknown", func(b *testing.B) {
		b.ReportAllocs()
		defer b.ReportMetric(0, "max-allocs/op")
		resolveUnknown(b, s, func(int) string { return "nobody" })
	})
	b.Run("unknown", func(b *testing.B) {
		b.ReportAllocs()
		resolveUnknown(b, s, func(i int) string { return fmt.Sprint("nobody", i) })
	})
}

func resolveUnknown(b *testing.B, s *linkpack.Shortener, code func(int) string) {
	var v routing.Visit
	for i := 0; b.Loop(); i++ {
		v = routing.Visit{}
		if _, err := s.Resolve(context.Background(), "go.example", code(i), &v); !errors.Is(err, linkpack.ErrNotFound) {
			b.Fatal(err)
		}
	}
}

// BenchmarkResolveTogether resolves in parallel, to show that visits do not
// contend for counters.
func BenchmarkResolveTogether(b *testing.B) {
	s, _ := watched(b)
	if _, err := s.CreateLink(b.Context(), linkpack.Link{ShortCode: "plain", Destination: home}); err != nil {
		b.Fatal(err)
	}
	for _, code := range []string{"plain", "nobody"} {
		b.Run(code, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				var v routing.Visit
				for pb.Next() {
					v = routing.Visit{}
					if _, err := s.Resolve(context.Background(), "go.example", code, &v); err != nil && code == "plain" {
						b.Error(err)
					}
				}
			})
		})
	}
}
