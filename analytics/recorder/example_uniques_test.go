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

// Somebody comes back on the next two days. Who he was is forgotten every
// midnight, unless the key lives longer.
func ExampleRecorder_Stats_uniques() {
	ctx := context.Background()
	monday := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	plan := &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}
	for _, period := range []int{1, 30} {
		now := monday
		rec, err := recorder.Open(ctx, memory.New(), &analytics.Options{
			KeyDays: period, Clock: func() time.Time { return now },
		})
		if err != nil {
			log.Fatal(err)
		}
		for day := range 3 {
			now = monday.AddDate(0, 0, day)
			visit := &routing.Visit{Time: now, Addr: netip.MustParseAddr("192.0.2.1"), UserAgent: "Mozilla/5.0"}
			if err := rec.Record(ctx, analytics.Hit{Plan: plan, Rule: -1, Visit: visit}); err != nil {
				log.Fatal(err)
			}
			if err := rec.Flush(ctx); err != nil { // with the key of the day
				log.Fatal(err)
			}
		}
		stats, err := rec.Stats(ctx, analytics.Query{Links: []uint32{1}, From: monday, To: monday.AddDate(0, 0, 7)})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Print(stats.DailyUniques, " visitors day by day")
		if stats.Uniques != nil {
			fmt.Print(", ", *stats.Uniques, " in all")
		}
		fmt.Println()
		if err := rec.Close(ctx); err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// 3 visitors day by day
	// 3 visitors day by day, 1 in all
}
