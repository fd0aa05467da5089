package linkpack_test

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// The good rows of a list become links, and the others are reported by their number.
func ExampleShortener_CreateEach() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	made, err := s.CreateEach(ctx, []linkpack.Link{
		{Destination: "https://example.com/a", ShortCode: "offer"},
		{Destination: "example.com/b"},
		{Destination: "https://example.com/c", ShortCode: "offer"},
	})
	for i, err := range linkpack.LinkErrors(err) {
		fmt.Printf("row %d: %v\n", i+1, err)
	}
	for i, link := range made {
		if link != nil {
			fmt.Printf("row %d: %s\n", i+1, s.URL(link))
		}
	}
	// Output:
	// row 2: links[1].destination: must be an absolute URL, as in https://example.com/page
	// row 3: short code "offer": already exists
	// row 1: http://localhost:8080/offer
}
