package store_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
)

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "linkpack")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	s, err := store.Open(filepath.Join(dir, "linkpack.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()

	ctx := context.Background()
	link := &linkpack.Link{ID: "1", ShortCode: "spring", Destination: "https://example.com/sale"}
	if err := s.CreateLinks(ctx, link); err != nil {
		log.Fatal(err)
	}
	found, err := s.LinkByCode(ctx, "", "spring")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found.Destination)
	// Output: https://example.com/sale
}
