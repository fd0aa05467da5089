package linkpack_test

import (
	"context"
	"fmt"
	"log"
	"net/netip"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Statistics of the last week in the time zone of the reader, compared with the
// week before.
func ExampleShortener_Stats() {
	ctx := context.Background()
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	s, err := linkpack.New(memory.New(), &linkpack.Options{Clock: func() time.Time { return now }})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	for hours, country := range map[int]string{20: "DE", 30: "DE", 31: "AT", 32: "DE", 200: "CH"} {
		visit := &routing.Visit{Time: now.Add(-time.Duration(hours) * time.Hour), Place: routing.Place{Country: country}}
		res, err := s.Resolve(ctx, "", "launch", visit)
		if err != nil {
			log.Fatal(err)
		}
		if err := s.Record(ctx, res); err != nil {
			log.Fatal(err)
		}
	}

	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		log.Fatal(err)
	}
	stats, err := s.Stats(ctx, link.Workspace, link.ID, analytics.Query{
		From: now.AddDate(0, 0, -6), Location: tokyo, Top: 1, Compare: true,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(stats.Clicks(), "clicks after", stats.Previous.Clicks())
	for _, day := range stats.Daily[4:] {
		fmt.Println(day.Start.Format("Jan 2 MST"), day.Clicks)
	}
	for _, country := range stats.Breakdowns[analytics.ByCountry] {
		fmt.Println(country.Value, country.Clicks)
	}
	// Output:
	// 4 clicks after 1
	// Mar 12 JST 0
	// Mar 13 JST 3
	// Mar 14 JST 1
	// DE 3
	// Other 1
}

// Combined statistics of the links of a campaign.
func ExampleShortener_StatsOf() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	for _, code := range []string{"poster", "letter"} {
		link := linkpack.Link{ShortCode: code, Destination: "https://example.com/", Tags: []string{"spring"}}
		if _, err := s.CreateLink(ctx, link); err != nil {
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

	stats, err := s.StatsOf(ctx, linkpack.LinkQuery{Tags: []string{"spring"}}, analytics.Query{})
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

// Clicks by a key of the links' metadata, such as the channel that each was made for.
func ExampleShortener_StatsBy() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	for code, channel := range map[string]string{"a": "letter", "b": "letter", "c": "poster"} {
		_, err := s.CreateLink(ctx, linkpack.Link{
			ShortCode: code, Destination: "https://example.com/", Metadata: map[string]string{"channel": channel},
		})
		if err != nil {
			log.Fatal(err)
		}
		res, err := s.Resolve(ctx, "", code, new(routing.Visit))
		if err == nil {
			err = s.Record(ctx, res)
		}
		if err != nil {
			log.Fatal(err)
		}
	}

	stats, err := s.StatsBy(ctx, linkpack.LinkQuery{}, linkpack.ByMetadata("channel"), analytics.Query{})
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range stats.Values {
		fmt.Printf("%s: %d clicks of %d links\n", v.Value, v.Clicks, v.Links)
	}
	// Output:
	// letter: 2 clicks of 2 links
	// poster: 1 clicks of 1 links
}
