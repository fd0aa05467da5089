package recorder_test

import (
	"context"
	"fmt"
	"log"
	"net/netip"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A host records the requests to a link and queries the figures of some days.
func Example() {
	ctx := context.Background()
	rec, err := recorder.Open(ctx, memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)

	plan := &analytics.Plan{
		Link: 1, Revision: 1,
		Targets: []analytics.Target{{Destination: "https://example.com/spring"}},
	}
	begin := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for i, country := range []string{"DE", "FR", "DE"} {
		err := rec.Record(ctx, analytics.Hit{Plan: plan, Rule: -1, Visit: &routing.Visit{
			Time:  begin.AddDate(0, 0, i),
			Addr:  netip.MustParseAddr("192.0.2.1"),
			Place: routing.Place{Country: country},
		}})
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := rec.Flush(ctx); err != nil {
		log.Fatal(err)
	}

	stats, err := rec.Stats(ctx, analytics.Query{
		Links: []uint32{1}, From: begin, To: begin.AddDate(0, 0, 4),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("clicks:", stats.Clicks())
	for _, day := range stats.Daily {
		fmt.Println(day.Start.Format(time.DateOnly), day.Clicks)
	}
	for _, country := range stats.Breakdowns[analytics.ByCountry] {
		fmt.Println(country.Value, country.Clicks)
	}
	// Output:
	// clicks: 3
	// 2026-03-01 1
	// 2026-03-02 1
	// 2026-03-03 1
	// 2026-03-04 0
	// 2026-03-05 0
	// DE 2
	// FR 1
}

// Clicks yields the newest clicks of a link; leave the loop when you have enough.
func ExampleRecorder_Clicks() {
	ctx := context.Background()
	rec, err := recorder.Open(ctx, memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)

	plan := &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}
	for _, page := range []string{"https://www.example.net/", "https://news.example.org/today", ""} {
		visit := &routing.Visit{Time: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), Referer: page}
		if err := rec.Record(ctx, analytics.Hit{Plan: plan, Rule: -1, Visit: visit}); err != nil {
			log.Fatal(err)
		}
	}
	if err := rec.Flush(ctx); err != nil {
		log.Fatal(err)
	}
	for click, err := range rec.Clicks(ctx, 1) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(click.Class, "from", click.Referrer)
	}
	// Output:
	// human from Direct
	// human from news.example.org
	// human from example.net
}
