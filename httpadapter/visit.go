package httpadapter

import (
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// visit returns the facts of a request, in memory that was used before. The
// header names are written as net/http keeps them, which saves their
// conversion.
func (h *Handler) visit(r *http.Request) *routing.Visit {
	visit := h.visits.Get().(*routing.Visit)
	*visit = routing.Visit{
		Method:    r.Method,
		Addr:      h.addresses.Addr(r),
		UserAgent: first(r.Header["User-Agent"]),
		Referer:   first(r.Header["Referer"]),
		Query:     r.URL.RawQuery,
		Header:    r.Header,
		Prefetch:  isPrefetch(r.Header),
	}
	h.warnOfProxy(r, visit.Addr)
	if h.opts.Place != nil && h.addresses.TrustsPeer(r) {
		visit.Place = h.opts.Place(r.Header)
	}
	h.identify(r, visit)
	return visit
}

// isPrefetch tells whether the browser fetches ahead of a click that may never
// come: "Sec-Purpose: prefetch;prerender" (Fetch standard) and the two headers
// that older browsers send in its place.
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
