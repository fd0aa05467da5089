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

// A program that passes clicks on keeps its place in the log, and misses none
// that come while it is away.
func ExampleRecorder_Follow() {
	ctx := context.Background()
	rec, err := recorder.Open(ctx, memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)
	plan := &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	visit := func(country string) {
		v := &routing.Visit{Time: at, Place: routing.Place{Country: country}}
		if err := rec.Record(ctx, analytics.Hit{Plan: plan, Rule: -1, Visit: v}); err != nil {
			log.Fatal(err)
		}
	}

	var kept string
	next := func() {
		from, err := analytics.ParseCursor(kept)
		if err != nil {
			log.Fatal(err)
		}
		for event, err := range rec.Follow(ctx, analytics.FollowQuery{From: from}) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println("click from", event.Click.Place.Country)
			kept = event.Cursor.String()
			break
		}
	}
	visit("DE")
	next()
	visit("FR")
	visit("NP")
	next()
	next()
	// Output:
	// click from DE
	// click from FR
	// click from NP
}
