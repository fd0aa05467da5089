package httpadapter_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// BenchmarkTraffic compares ordinary visits with hostile ones: each with a
// different User-Agent, or each with another unknown code.
func BenchmarkTraffic(b *testing.B) {
	s := newShortener(b, linkpack.Options{Clock: time.Now})
	h := newHandler(b, s, httpadapter.Options{})
	shorten(b, s, linkpack.Link{ShortCode: "rules", Destination: "https://example.com/", Rules: []routing.Rule{
		{Clauses: []routing.Clause{{Condition: "device", Value: "Tablet"}}, Destination: "https://example.com/tablet"},
	}})
	for _, c := range []struct {
		name          string
		agents, codes int
	}{{"5 agents", 5, 1}, {"a million agents", 1_000_000, 1}, {"unknown codes", 5, 1_000_000}} {
		b.Run(c.name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "https://short.test/rules", nil)
			w := &discard{header: http.Header{}}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				r.Header["User-Agent"] = []string{fmt.Sprintf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36", i%c.agents)}
				if r.URL.Path = "/rules"; c.codes > 1 {
					r.URL.Path = fmt.Sprint("/nobody", i%c.codes)
				}
				h.ServeHTTP(w, r)
			}
		})
	}
}
