package linkpack_test

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// An order gets its link once, however often and from wherever it is asked for.
func ExampleShortener_EnsureLink() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = s.Close(ctx) }()
	order := linkpack.Link{Destination: "https://example.com/orders/7", ShortCode: "order7", ExternalID: "order 7"}
	for range 2 {
		link, created, err := s.EnsureLink(ctx, order, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(s.URL(link), created)
	}
	// A page that is not an order of its own is found by where it leads.
	page := linkpack.Link{Destination: "https://example.com/orders/7"}
	link, created, err := s.EnsureLink(ctx, page, &linkpack.EnsureOptions{SameDestination: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.URL(link), created)
	// Output:
	// http://localhost:8080/order7 true
	// http://localhost:8080/order7 false
	// http://localhost:8080/order7 false
}
