package main

import (
	"fmt"
	"net/http"
)

// links is the number of links of every target: c00000 to c99999.
const links = 100_000

// serveBaseline serves redirects with bare net/http and a map, without rules and
// clicks. It returns only an error.
func serveBaseline(addr string) error { return http.ListenAndServe(addr, baselineHandler()) }

// baselineHandler answers from a map.
func baselineHandler() http.Handler {
	locations := make(map[string][]string, links)
	for i := range links {
		locations[fmt.Sprintf("/c%05d", i)] = []string{fmt.Sprintf("https://example.com/seed/%d", i)}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		location, ok := locations[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header()["Location"] = location
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
}
