package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// seedBatch is the number of links that are made in one transaction.
const seedBatch = 10_000

// seed makes those of the first n links for load tests that do not exist.
func seed(ctx context.Context, links *linkpack.Shortener, n int, out io.Writer) error {
	start, made := time.Now(), 0
	for from := 0; from < n; from += seedBatch {
		missing, err := missingSeeds(ctx, links, from, min(from+seedBatch, n))
		if err != nil {
			return fmt.Errorf("-seed: %w", err)
		}
		created, err := createSeeds(ctx, links, missing)
		if err != nil {
			return fmt.Errorf("-seed: %w", err)
		}
		made += created
	}
	if made > 0 {
		fmt.Fprintf(out, "%d links for load tests made in %.1f s.\n\n", made, time.Since(start).Seconds())
	}
	return nil
}

// missingSeeds returns those of the links from (inclusive) to (exclusive) that do
// not exist.
func missingSeeds(ctx context.Context, links *linkpack.Shortener, from, to int) ([]linkpack.Link, error) {
	var missing []linkpack.Link
	for i := from; i < to; i++ {
		link := seedLink(i)
		_, err := links.LinkByCode(ctx, linkpack.DefaultWorkspace, "", link.ShortCode)
		switch {
		case errors.Is(err, linkpack.ErrNotFound):
			missing = append(missing, link)
		case err != nil:
			return nil, err
		}
	}
	return missing, nil
}

// createSeeds makes links and returns how many it made. It skips links whose codes
// another workspace has or had.
func createSeeds(ctx context.Context, links *linkpack.Shortener, seeds []linkpack.Link) (int, error) {
	for len(seeds) > 0 {
		_, err := links.CreateLinks(ctx, seeds)
		taken, ok := errors.AsType[*linkpack.TakenError](err)
		if !ok {
			return len(seeds), err
		}
		seeds = append(seeds[:taken.Index], seeds[taken.Index+1:]...)
	}
	return 0, nil
}

// seedLink returns the i-th link for load tests. Every tenth has rules.
func seedLink(i int) linkpack.Link {
	destination := fmt.Sprintf("https://example.com/seed/%d", i)
	link := linkpack.Link{ShortCode: fmt.Sprintf("c%05d", i), Destination: destination}
	if i%10 == 0 {
		link.Rules = []routing.Rule{
			rule("geo", "US,CA", destination+"/north-america"),
			rule("device", "Mobile", destination+"/mobile"),
			share(30, destination+"/a"),
			share(20, destination+"/b"),
		}
	}
	return link
}

// rule returns a rule with one condition.
func rule(condition, value, destination string) routing.Rule {
	return routing.Rule{
		Clauses:     []routing.Clause{{Condition: condition, Value: value}},
		Destination: destination,
	}
}

// share returns a rule for a share of all visitors.
func share(percent float64, destination string) routing.Rule {
	return routing.Rule{Percentage: routing.Percent(percent), Destination: destination}
}
