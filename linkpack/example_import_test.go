package linkpack_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"log"
	"net/netip"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

const oldLinks = `spring,https://example.com/sale,2024-02-27T08:00:00Z
about,https://example.com/about,2023-11-05T10:30:00Z
`

const oldClicks = `spring,2024-03-01T09:15:00Z,203.0.113.9,https://news.example.org/
spring,2024-03-02T20:01:00Z,198.51.100.7,
`

// Import links from another shortener with their codes and times of creation,
// and their clicks with their times.
func ExampleShortener_ImportVisits_movingIn() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)

	rows, err := csv.NewReader(strings.NewReader(oldLinks)).ReadAll()
	if err != nil {
		log.Fatal(err)
	}
	links := make([]linkpack.Link, len(rows))
	for i, row := range rows {
		created, err := time.Parse(time.RFC3339, row[2])
		if err != nil {
			log.Fatal(err)
		}
		links[i] = linkpack.Link{ShortCode: row[0], Destination: row[1], CreatedAt: created}
	}
	made, err := s.CreateLinks(ctx, links) // all or none
	if err != nil {
		log.Fatal(err)
	}

	rows, err = csv.NewReader(strings.NewReader(oldClicks)).ReadAll()
	if err != nil {
		log.Fatal(err)
	}
	taken, err := s.ImportVisits(ctx, func(yield func(linkpack.Resolution, error) bool) {
		for _, row := range rows {
			at, err := time.Parse(time.RFC3339, row[1])
			if err != nil {
				yield(linkpack.Resolution{}, err)
				return
			}
			visit := &routing.Visit{Time: at, Addr: netip.MustParseAddr(row[2]), Referer: row[3]}
			res, err := s.Resolve(ctx, "", row[0], visit)
			if res.Found() { // import visits even if a gate refuses them today
				err = nil
			}
			if !yield(res, err) {
				return
			}
		}
	})
	if err != nil {
		log.Fatal(err)
	}

	stats, err := s.Stats(ctx, made[0].Workspace, made[0].ID, analytics.Query{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(taken, "clicks imported; counted since", stats.From.Format(time.DateOnly), "are", stats.Clicks())
	// Output:
	// 2 clicks imported; counted since 2024-02-27 are 2
}
