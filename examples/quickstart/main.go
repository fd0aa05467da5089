package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	file := must(store.Open("linkpack.db"))
	links := must(linkpack.New(file, nil))
	link := linkpack.Link{ShortCode: "hello", Destination: "https://example.com"}
	if _, err := links.CreateLink(ctx, link); err != nil && !errors.Is(err, linkpack.ErrExists) {
		log.Fatal(err)
	}
	log.Println(links.URL(&link), "leads to", link.Destination)
	server := &http.Server{Addr: "localhost:8080", Handler: must(httpadapter.New(links, nil))}
	go func() {
		log.Println(server.ListenAndServe())
		stop()
	}()
	<-ctx.Done()
	end := context.Background()
	log.Println("stopped:", errors.Join(server.Shutdown(end), links.Close(end), file.Close()))
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
