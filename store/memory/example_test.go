package memory_test

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A code is given once, and never again.
func Example() {
	ctx := context.Background()
	s := memory.New()
	defer s.Close()

	link := &linkpack.Link{ID: "1", ShortCode: "spring", Destination: "https://example.com/sale"}
	fmt.Println(s.CreateLinks(ctx, link))
	fmt.Println(s.DeleteLinks(ctx, "", linkpack.Edit{}, "1"))
	_, err := s.LinkByCode(ctx, "", "spring")
	fmt.Println(err)
	link.ID = "2"
	fmt.Println(s.CreateLinks(ctx, link))
	// Output:
	// <nil>
	// <nil>
	// short code "spring": linkpack: link is gone
	// short code "spring": already exists
}
