package httpadapter

import (
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// visit returns the facts of a request, in memory from the pool. It reads
// headers by their canonical names, which saves the conversion in Header.Get.
func (h *Handler) visit(r *http.Request) *routing.Visit {
	visit := h.visits.Get().(*routing.Visit)
	*visit = routing.Visit{
		Method:    r.Method,
		Addr:      h.addresses.client(r),
		UserAgent: first(r.Header["User-Agent"]),
		Referer:   first(r.Header["Referer"]),
		Query:     r.URL.RawQuery,
		Header:    r.Header,
		Prefetch:  isPrefetch(r.Header),
	}
	h.warnOfProxy(r, visit.Addr)
	if h.opts.Place != nil && h.addresses.trustsPeer(r) {
		visit.Place = h.opts.Place(r.Header)
	}
	h.identify(r, visit)
	return visit
}

// isPrefetch reports whether the browser prefetches the link before a click:
// "Sec-Purpose: prefetch;prerender" (Fetch standard), or one of the two headers
// that older browsers send instead.
func isPrefetch(header http.Header) bool {
	return saysPrefetch(header["Sec-Purpose"]) || saysPrefetch(header["Purpose"]) || saysPrefetch(header["X-Moz"])
}

func saysPrefetch(values []string) bool {
	for _, value := range values {
		purpose, _, _ := strings.Cut(value, ";")
		if strings.EqualFold(strings.TrimSpace(purpose), "prefetch") {
			return true
		}
	}
	return false
}

// first returns the first of a header's values, or "".
func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
