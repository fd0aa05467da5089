package httpadapter_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// discard is a ResponseWriter that costs nothing, so that only the handler is
// measured.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             { clear(d.header) }

// BenchmarkRedirect measures what a redirect costs in addition to net/http. "bare"
// is a handler that only answers.
func BenchmarkRedirect(b *testing.B) {
	s := newShortener(b, linkpack.Options{Clock: time.Now})
	h := newHandler(b, s, httpadapter.Options{TrustedHops: 1})
	beside := newHandler(b, s, httpadapter.Options{TrustedHops: 1, Fallback: http.NotFoundHandler()})
	shorten(b, s, linkpack.Link{ShortCode: "plain", Destination: "https://example.com/launch"})
	shorten(b, s, linkpack.Link{ShortCode: "tracked", Destination: "https://example.com/launch", TrackConversions: true})
	shorten(b, s, linkpack.Link{ShortCode: "rules", Destination: "https://example.com/launch", Rules: []routing.Rule{
		{Clauses: []routing.Clause{{Condition: "device", Value: "Tablet"}}, Destination: "https://example.com/tablet"},
		{Percentage: routing.Percent(50), Destination: "https://example.com/a"},
		{Percentage: routing.Percent(50), Destination: "https://example.com/b"},
	}})
	location := []string{"https://example.com/launch"}
	for name, c := range map[string]struct {
		handler http.Handler
		path    string
		allocs  float64
	}{
		"bare": {http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Location"] = location
			w.WriteHeader(http.StatusTemporaryRedirect)
		}), "/plain", 0},
		"plain":   {h, "/plain", 2},
		"tracked": {h, "/tracked", 6}, // its id and Location, and what the recorder keeps of the id
		"rules":   {h, "/rules", 2},
		"missing": {h, "/nothing", 1},
		"beside":  {beside, "/plain", 2}, // the host's pages
	} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "https://short.test"+c.path, nil)
			r.Header.Set("User-Agent", browser)
			r.Header.Set("Referer", "https://www.google.com/")
			r.Header.Set("X-Forwarded-For", "203.0.113.9")
			w := &discard{header: http.Header{}}
			for range 2 { // both of the recorder's batches grow to their size, and nothing is left to be written
				for range 5000 {
					c.handler.ServeHTTP(w, r)
				}
				if err := s.Flush(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			defer b.ReportMetric(c.allocs+1, "max-allocs/op") // one for what goes on in the background
			for b.Loop() {
				c.handler.ServeHTTP(w, r)
			}
		})
	}
}

// BenchmarkAPI measures what the adapter adds to a dialect's handler.
func BenchmarkAPI(b *testing.B) {
	h := newAPI(b, httpadapter.Options{}, route("GET", "/api/v1/thing/{id}", func(w http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
		_, err := fmt.Fprint(io.Discard, r.PathValue("id"))
		return err
	}))
	r := httptest.NewRequest(http.MethodGet, "https://short.test/api/v1/thing/7", nil)
	r.Header.Set("Authorization", "Bearer "+secret)
	w := &discard{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(w, r)
	}
}
