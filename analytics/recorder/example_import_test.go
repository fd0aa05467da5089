package recorder_test

import (
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/clickfile"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Clicks that another system counted get their places in the statistics.
func ExampleRecorder_Import() {
	const clicks = `
{"time":"2026-03-01T09:00:00Z","link":"1","country":"DE","referrer":"news.example.org"}
{"time":"2026-03-02T10:30:00Z","link":"1","country":"FR"}
{"time":"2026-03-02T11:00:00Z","link":"1","class":"bot","user_agent":"curl/8"}
`
	ctx := context.Background()
	rec, err := recorder.Open(ctx, memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)

	plan := &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}
	hits := func(yield func(analytics.Hit, error) bool) {
		for click, err := range clickfile.ReadJSON(strings.NewReader(clicks)) {
			var hit analytics.Hit
			if err == nil {
				hit, err = recorder.HitOf(&click, plan)
			}
			if !yield(hit, err) {
				return
			}
		}
	}
	taken, err := rec.Import(ctx, hits)
	fmt.Println("imported:", taken, err)

	stats, err := rec.Stats(ctx, analytics.Query{
		Links: []uint32{1}, From: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("clicks:", stats.Clicks(), "bots:", stats.Classes[analytics.Bot])
	for _, referrer := range stats.Breakdowns[analytics.ByReferrer] {
		fmt.Println(referrer.Value, referrer.Clicks)
	}
	// Output:
	// imported: 3 <nil>
	// clicks: 2 bots: 1
	// Direct 1
	// news.example.org 1
}
