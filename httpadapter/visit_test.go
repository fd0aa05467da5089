package httpadapter

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// BenchmarkVisit turns a request into a visit, the one thing of a redirect that
// is allocated for itself.
func BenchmarkVisit(b *testing.B) {
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close(b.Context())
	h, err := New(s, &Options{TrustedHops: 1})
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "https://short.test/abc?qr=1", nil)
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	r.Header.Set("Referer", "https://www.google.com/")
	r.Header.Set("X-Forwarded-For", "203.0.113.9")
	b.ReportAllocs()
	defer b.ReportMetric(1, "max-allocs/op")
	for b.Loop() {
		if visit := h.visit(r); !visit.Addr.IsValid() {
			b.Fatal("no address")
		}
	}
}
