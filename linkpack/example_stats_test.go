package linkpack_test

import (
	"context"
	"fmt"
	"log"
	"net/netip"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Two links of a campaign are one set of statistics.
func ExampleShortener_StatsOf() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	for _, code := range []string{"poster", "letter"} {
		link := linkpack.Link{ShortCode: code, Destination: "https://example.com/", Tags: []string{"spring"}}
		if _, err := s.Shorten(ctx, link); err != nil {
			log.Fatal(err)
		}
		visit := &routing.Visit{Time: s.Now(), Addr: netip.MustParseAddr("192.0.2.1"), Place: routing.Place{Country: "DE"}}
		res, err := s.Resolve(ctx, "", code, visit)
		if err != nil {
			log.Fatal(err)
		}
		if err := s.Record(ctx, res); err != nil {
			log.Fatal(err)
		}
	}

	stats, err := s.StatsOf(ctx, linkpack.LinkQuery{Tag: "spring"}, linkpack.StatsQuery{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(stats.Clicks(), "clicks by", stats.DailyUniques)
	for _, country := range stats.Breakdowns[analytics.ByCountry] {
		fmt.Println(country.Value, country.Clicks)
	}
	// Output:
	// 2 clicks by 1
	// DE 2
}
