package httpadapter

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// BenchmarkVisit turns a request into a visit.
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
	defer b.ReportMetric(0, "max-allocs/op")
	for b.Loop() {
		visit := h.visit(r)
		if !visit.Addr.IsValid() {
			b.Fatal("no address")
		}
		h.visits.Put(visit)
	}
}

func TestAFetchBeforeTheClickIsKnownByItsPurpose(t *testing.T) {
	for _, line := range []string{
		"Sec-Purpose: prefetch", "Sec-Purpose: prefetch;prerender", "Sec-Purpose: prefetch; anonymous-client-ip", "sec-purpose: PREFETCH",
		"Sec-Purpose: prerender", "Sec-Purpose: prefetch, prerender", "Purpose: prefetch", "Purpose: preview", "Purpose: prerender",
		"X-Purpose: preview", "X-Purpose: : preview", "X-Purpose: prefetch", "X-Purpose: instant", "X-Moz: prefetch", "X-Moz: other, prefetch",
		`Purpose: "prefetch"`,
	} {
		if !isPrefetch(lineOf(line)) {
			t.Errorf("%s is not a prefetch", line)
		}
	}
	for _, line := range []string{
		"X-FB-HTTP-Engine: Liger", "Purpose: ", "Sec-Purpose: navigate", "X-Purpose: previews", "Purpose: no-prefetch", "X-Moz: microsummary",
		"Sec-Purpose: ;prefetch", "Sec-Fetch-Dest: document", "X-Requested-With: prefetch", "Purpose: preview page", "Cookie: purpose=prefetch",
	} {
		if isPrefetch(lineOf(line)) {
			t.Errorf("%s is a prefetch", line)
		}
	}
	if later := (http.Header{"Purpose": {"", "prefetch"}}); !isPrefetch(later) {
		t.Error("the second value is not read")
	}
}

// lineOf is the header with one line.
func lineOf(line string) http.Header {
	name, value, _ := strings.Cut(line, ": ")
	header := http.Header{}
	header.Set(name, value)
	return header
}
