package main

import (
	"fmt"
	"net/http"
)

// links is how many links every target has: c00000 to c99999.
const links = 100_000

// serveBaseline answers redirects with the least that Go can do: bare net/http
// and a map, no rules, no clicks. It returns only when it fails.
func serveBaseline(addr string) error {
	locations := make(map[string][]string, links)
	for i := range links {
		locations[fmt.Sprintf("/c%05d", i)] = []string{fmt.Sprintf("https://example.com/seed/%d", i)}
	}
	return http.ListenAndServe(addr, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		location, ok := locations[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header()["Location"] = location
		w.WriteHeader(http.StatusTemporaryRedirect)
	}))
}
