package linkpack_test

import (
	"context"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Archive all links of a group, after a look at how many they are.
func ExampleShortener_UpdateLinksWhere() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	for range 3 {
		if _, err := s.CreateLink(ctx, linkpack.Link{Destination: "https://example.com/", Group: "summer"}); err != nil {
			log.Fatal(err)
		}
	}

	query := linkpack.LinkQuery{Group: "summer", Limit: 2}
	n, err := s.CountLinks(ctx, query)
	if err != nil {
		log.Fatal(err)
	}
	done := 0
	archive := func(link *linkpack.Link) error { link.Archived = true; return nil }
	for batch, err := range s.UpdateLinksWhere(ctx, query, archive) {
		if err != nil {
			log.Fatal(err)
		}
		for _, failed := range batch.Failed {
			log.Println(failed.ID, failed.Err)
		}
		done += batch.Changed
		fmt.Println(done, "of", n)
	}
	// Output:
	// 2 of 3
	// 3 of 3
}
