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

// The most clicked links of a campaign, with their clicks.
func ExampleShortener_LinkTotals() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	for code, clicks := range map[string]int{"poster": 2, "letter": 5, "radio": 0, "stand": 3} {
		link := linkpack.Link{ShortCode: code, Destination: "https://example.com/", Tags: []string{"spring"}}
		if _, err := s.CreateLink(ctx, link); err != nil {
			log.Fatal(err)
		}
		for range clicks {
			res, err := s.Resolve(ctx, "", code, &routing.Visit{Time: s.Now()})
			if err != nil {
				log.Fatal(err)
			}
			if err := s.Record(ctx, res); err != nil {
				log.Fatal(err)
			}
		}
	}

	page, err := s.ListLinks(ctx, linkpack.LinkQuery{Tags: []string{"spring"}, Sort: linkpack.SortClicks, Limit: 3})
	if err != nil {
		log.Fatal(err)
	}
	totals, err := s.LinkTotals(ctx, page.Links)
	if err != nil {
		log.Fatal(err)
	}
	for i, link := range page.Links {
		fmt.Println(link.ShortCode, totals[i][analytics.Human])
	}
	// Output:
	// letter 5
	// stand 3
	// poster 2
}
