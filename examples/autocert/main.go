// Command autocert serves short links on go.example.com and on all verified domains.
// It gets their certificates from Let's Encrypt by golang.org/x/crypto/acme/autocert,
// each at the first visit. It needs the ports 80 and 443.
package main

import (
	"log"
	"net/http"

	"golang.org/x/crypto/acme/autocert"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
)

func main() {
	links := must(linkpack.New(must(store.Open("linkpack.db")), &linkpack.Options{BaseURL: "https://go.example.com"}))
	certificates := manager(links)
	server := &http.Server{
		Addr: ":443", Handler: must(httpadapter.New(links, nil)), TLSConfig: certificates.TLSConfig(),
	}
	go func() { log.Fatal(http.ListenAndServe(":80", certificates.HTTPHandler(nil))) }()
	log.Fatal(server.ListenAndServeTLS("", ""))
}

// manager requests certificates only for hosts on which short links are served, and
// not for other hosts that a visitor names.
func manager(links *linkpack.Shortener) *autocert.Manager {
	return &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      autocert.DirCache("certificates"),
		HostPolicy: links.AllowHost,
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
