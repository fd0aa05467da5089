package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Give each customer a workspace with a limited number of links, and remove it when the
// customer leaves.
func ExampleShortener_DeleteWorkspace() {
	ctx := context.Background()
	var s *linkpack.Shortener
	s, err := linkpack.New(memory.New(), &linkpack.Options{
		CheckQuota: func(ctx context.Context, workspace string, operation linkpack.Operation) error {
			const most = 2 // from the customer's plan
			usage, err := s.Usage(ctx, workspace)
			if err != nil {
				return err
			}
			if operation.Kind == linkpack.KindLink && usage.Links+operation.Count > most {
				return fmt.Errorf("your plan has %d links: %w", most, linkpack.ErrQuota)
			}
			return nil
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	if _, err := s.CreateWorkspace(ctx, linkpack.Workspace{ID: "acme"}); err != nil {
		log.Fatal(err)
	}

	launch := linkpack.Link{Workspace: "acme", ShortCode: "launch", Destination: "https://example.com/"}
	if _, err := s.CreateLink(ctx, launch); err != nil {
		log.Fatal(err)
	}
	_, err = s.CreateLinks(ctx, []linkpack.Link{
		{Workspace: "acme", Destination: "https://example.com/a"},
		{Workspace: "acme", Destination: "https://example.com/b"},
	})
	fmt.Println(err)
	usage, err := s.Usage(ctx, "acme")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(usage.Links, "link,", usage.Clicks, "clicks this month")

	if err := s.DeleteWorkspace(ctx, "acme"); err != nil {
		log.Fatal(err)
	}
	_, err = s.LinkAt(ctx, "", "launch")
	fmt.Println(errors.Is(err, linkpack.ErrGone))
	// Output:
	// create 2 links: your plan has 2 links: linkpack: quota exceeded
	// 1 link, 0 clicks this month
	// true
}
