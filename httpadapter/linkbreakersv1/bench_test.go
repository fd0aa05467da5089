package linkbreakersv1_test

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
	"github.com/linkpack/linkpack-go/store/memory"
)

// BenchmarkToken measures a request for a link, and which part of it is reading the
// row of its token, which is not cached so that revoking a token holds at once.
func BenchmarkToken(b *testing.B) {
	for name, open := range map[string]func() (linkpack.Store, error){
		"memory": func() (linkpack.Store, error) { return memory.New(), nil },
		"bolt":   func() (linkpack.Store, error) { return bolt.Open(filepath.Join(b.TempDir(), "linkpack.db"), nil) },
	} {
		b.Run(name, func(b *testing.B) {
			store, err := open()
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() {
				if err := store.Close(); err != nil {
					b.Error(err)
				}
			})
			sv := newServerOn(b, store, nil, &linkbreakersv1.Options{Limit: httpadapter.Limit{Requests: 1e9}})
			link := sv.make(b, `{"destination":"https://example.com/"}`)
			r := httptest.NewRequest(http.MethodGet, "/v1/links/"+link["id"].(string), nil)
			r.Header.Set("Authorization", "Bearer "+secret)
			var token time.Duration
			for b.Loop() {
				sv.ServeHTTP(httptest.NewRecorder(), r)
				begin := time.Now() // within the loop, so that both have the same machine
				if _, err := sv.shortener.Authenticate(b.Context(), secret); err != nil {
					b.Fatal(err)
				}
				token += time.Since(begin)
			}
			b.ReportMetric(100*float64(token)/float64(b.Elapsed()-token), "%-for-the-token")
		})
	}
}
