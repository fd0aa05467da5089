package linkpack_test

import (
	"context"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Erase all clicks of a workspace, for example when a customer leaves.
func ExampleShortener_EraseWorkspaceClicks() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	clicks := func() uint64 {
		stats, err := s.Stats(ctx, link.Workspace, link.ID, analytics.Query{})
		if err != nil {
			log.Fatal(err)
		}
		return stats.Clicks()
	}

	res, err := s.Resolve(ctx, "", "launch", &routing.Visit{})
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Record(ctx, res); err != nil {
		log.Fatal(err)
	}
	before := clicks()
	if err := s.EraseWorkspaceClicks(ctx, linkpack.DefaultWorkspace); err != nil {
		log.Fatal(err)
	}
	fmt.Println(before, "before,", clicks(), "after")
	// Output:
	// 1 before, 0 after
}
