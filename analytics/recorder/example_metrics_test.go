package recorder_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A host looks whether its clicks arrive on disk, and how fast.
func ExampleRecorder_Metrics() {
	ctx := context.Background()
	rec, err := recorder.Open(ctx, memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)

	plan := &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}
	for _, bot := range []routing.Bot{routing.NotBot, routing.Crawler, routing.NotBot} {
		visit := &routing.Visit{Agent: routing.Agent{Browser: "Chrome", Bot: bot}}
		if err := rec.Record(ctx, analytics.Hit{Plan: plan, Rule: -1, Visit: visit}); err != nil {
			log.Fatal(err)
		}
	}
	if err := rec.Flush(ctx); err != nil {
		log.Fatal(err)
	}

	m := rec.Metrics()
	fmt.Println("human:", m.Classes[analytics.Human], "bot:", m.Classes[analytics.Bot], "lost:", m.Lost)
	slow := m.FlushTime.Count - m.FlushTime.Buckets()[time.Second]
	fmt.Println("flushed:", m.FlushTime.Count > 0, "slow flushes:", slow)
	// Output:
	// human: 2 bot: 1 lost: 0
	// flushed: true slow flushes: 0
}
