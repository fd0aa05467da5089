package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store"
)

// Links are still there when the file is opened again.
func ExampleOpen() {
	dir, _ := os.MkdirTemp("", "linkpack")
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "linkpack.db")

	ctx := context.Background()
	s, err := store.Open(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	link := &linkpack.Link{ID: "1", ShortCode: "spring", Destination: "https://example.com/sale"}
	if err := errors.Join(s.CreateLinks(ctx, link), s.Close()); err != nil {
		fmt.Println(err)
		return
	}

	s, err = store.Open(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	found, err := s.LinkByCode(ctx, "", "spring")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Destination)
	// Output: https://example.com/sale
}
