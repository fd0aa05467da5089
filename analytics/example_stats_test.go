package analytics_test

import (
	"context"
	"fmt"
	"log"
	"net/netip"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Somebody in Kathmandu wants to know how the clicks from Nepal went this week,
// beside the week before.
func ExampleRecorder_Stats() {
	ctx := context.Background()
	rec, err := analytics.OpenRecorder(ctx, memory.New(), nil)
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

// Ten thousand visitors were to be halved and were not.
func ExampleCheckRatio() {
	check := analytics.CheckRatio([]uint64{4800, 5200}, []float64{0.5, 0.5})
	fmt.Printf("chi-square %.0f, p %.5f, mismatch %v\n", check.ChiSquare, check.P, check.Mismatch)
	// Output:
	// chi-square 16, p 0.00006, mismatch true
}
