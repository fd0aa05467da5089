// Command baseline answers redirects with the least that Go can do: bare
// net/http and a map, no rules, no clicks. Other servers are measured beside
// it, because absolute figures say more about the machine.
//
//	go run ./.ci/load -addr 127.0.0.1:9001
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
)

const links = 100_000

func main() {
	addr := flag.String("addr", "127.0.0.1:9001", "address to listen on")
	flag.Parse()
	locations := make(map[string][]string, links)
	for i := range links {
		locations[fmt.Sprintf("/c%05d", i)] = []string{fmt.Sprintf("https://example.com/seed/%d", i)}
	}
	log.Fatal(http.ListenAndServe(*addr, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		location, ok := locations[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header()["Location"] = location
		w.WriteHeader(http.StatusTemporaryRedirect)
	})))
}
