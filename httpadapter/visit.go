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
		Internal:  h.internal != nil && h.isInternal(r),
	}
	h.warnOfProxy(r, visit.Addr)
	if h.opts.Place != nil && h.addresses.trustsPeer(r) {
		visit.Place = h.opts.Place(r.Header)
	}
	h.identify(r, visit)
	return visit
}

// isPrefetch reports whether the browser or an app fetches the link before a click:
// "Sec-Purpose: prefetch;prerender" (Fetch standard), or one of the headers that
// older browsers and apps send instead. No other header means anything, such as
// X-FB-HTTP-Engine, which apps also send with clicks.
func isPrefetch(header http.Header) bool {
	return saysPrefetch(header["Sec-Purpose"]) || saysPrefetch(header["Purpose"]) ||
		saysPrefetch(header["X-Purpose"]) || saysPrefetch(header["X-Moz"])
}

// saysPrefetch reports whether one of the words of a header, without parameters, is
// a purpose of fetching before a click. Some apps send a stray colon before the word.
func saysPrefetch(values []string) bool {
	for _, value := range values {
		for item := range strings.SplitSeq(value, ",") {
			word, _, _ := strings.Cut(item, ";")
			if isEarly(strings.Trim(word, " \t:\"")) {
				return true
			}
		}
	}
	return false
}

// isEarly reports whether a purpose is to fetch before a click. Safari calls it
// preview, some search pages instant.
func isEarly(purpose string) bool {
	for _, early := range [...]string{"prefetch", "prerender", "preview", "instant"} {
		if strings.EqualFold(purpose, early) {
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
