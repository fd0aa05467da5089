package transfer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/bolt"
	"github.com/linkpack/linkpack-go/store/memory"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// A program that began with a store in memory keeps its links in a file from now on. If
// the copy is interrupted, running it again goes on.
func ExampleCopy() {
	dir, _ := os.MkdirTemp("", "linkpack")
	defer os.RemoveAll(dir)
	ctx, src := context.Background(), memory.New()
	l := &linkpack.Link{ID: "1", ShortCode: "sale", Destination: "https://example.com/sale", Revision: 1}
	if err := src.CreateLinks(ctx, l); err != nil {
		fmt.Println(err)
		return
	}
	dst, err := bolt.Open(filepath.Join(dir, "linkpack.db"), &bolt.Options{Unfinished: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer dst.Close()
	if err := transfer.Copy(ctx, dst, src, nil); err != nil {
		fmt.Println(err)
		return
	}
	found, err := dst.LinkByCode(ctx, "", "sale")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Destination)
	// Output: https://example.com/sale
}
