package linkpack_test

import (
	"context"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// The figures are what the log of visits says, and that can be checked at any
// time.
func ExampleShortener_Audit() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link, err := s.Shorten(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	for range 5 {
		visit := &routing.Visit{}
		res, err := s.Resolve(ctx, "", "launch", visit)
		if err != nil {
			log.Fatal(err)
		}
		if err := s.Record(ctx, res); err != nil {
			log.Fatal(err)
		}
	}

	audit, err := s.Audit(ctx, linkpack.AuditQuery{Links: []*linkpack.Link{link}})
	if err != nil {
		log.Fatal(err)
	}
	for _, finding := range audit.Findings {
		fmt.Println(finding)
	}
	fmt.Println(len(audit.Findings), "differences")
	// Output:
	// 0 differences
}

// Whoever leaves takes the visits to their links along.
func ExampleShortener_EraseWorkspaceClicks() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)

	err = s.EraseWorkspaceClicks(ctx, linkpack.DefaultWorkspace)
	fmt.Println(err)
	// Output: <nil>
}
