package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
)

func ExampleOpen() {
	dir, _ := os.MkdirTemp("", "linkpack")
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "linkpack.db")

	s, err := store.Open(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	ctx := context.Background()
	link := &linkpack.Link{ID: "1", ShortCode: "spring", Destination: "https://example.com/sale"}
	if err := s.CreateLinks(ctx, link); err != nil {
		fmt.Println(err)
		return
	}
	found, err := s.LinkByCode(ctx, "", "spring")
	fmt.Println(found.Destination, err)
	// Output: https://example.com/sale <nil>
}
