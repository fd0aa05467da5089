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

// This counts the clicks from Nepal in a week of Kathmandu's time zone, and compares
// them with the week before.
func ExampleRecorder_Stats() {
	ctx := context.Background()
	rec, err := recorder.Open(ctx, memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)

	zone, err := time.LoadLocation("Asia/Kathmandu") // 5:45 ahead of UTC
	if err != nil {
		log.Fatal(err)
	}
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, zone)
	plan := &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}
	for i, country := range []string{"NP", "NP", "IN", "NP"} {
		visit := &routing.Visit{
			Time: monday.AddDate(0, 0, 3*i-3), Addr: netip.MustParseAddr("192.0.2.1"), Place: routing.Place{Country: country},
		}
		if err := rec.Record(ctx, analytics.Hit{Plan: plan, Rule: -1, Visit: visit}); err != nil {
			log.Fatal(err)
		}
	}
	if err := rec.Flush(ctx); err != nil {
		log.Fatal(err)
	}

	stats, err := rec.Stats(ctx, analytics.Query{
		Links: []uint32{1}, From: monday, To: monday.AddDate(0, 0, 7), Location: zone,
		Granularity: analytics.Weekly, Compare: true,
		Filter: map[analytics.Dimension][]string{analytics.ByCountry: {"NP"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("week of", stats.Series[0].Start.Format(time.DateOnly), "has", stats.Series[0].Clicks)
	fmt.Println("the week before had", stats.Previous.Clicks())
	fmt.Println("at midnight on Mondays:", stats.Hours[time.Monday][0])
	// Output:
	// week of 2026-03-02 has 2
	// the week before had 1
	// at midnight on Mondays: 1
}
