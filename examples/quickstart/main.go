package main

import (
	"context"
	"log"
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
)

func main() {
	links := must(linkpack.New(must(store.Open("linkpack.db")), nil))
	link := must(links.CreateLink(context.Background(), linkpack.Link{Destination: "https://example.com"}))
	log.Println(links.URL(link), "leads to", link.Destination)
	log.Fatal(http.ListenAndServe("localhost:8080", must(httpadapter.New(links, nil))))
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
