package clickfile_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/clickfile"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A month's clicks of all links go into a file for a spreadsheet.
func ExampleWriteCSV() {
	ctx := context.Background()
	rec, err := recorder.Open(ctx, memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer rec.Close(ctx)
	plan := &analytics.Plan{Link: 1, Revision: 1, Targets: []analytics.Target{{Destination: "https://example.com/"}}}
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	visit := &routing.Visit{Time: at, Place: routing.Place{Country: "DE"}, Query: "utm_source==1%2B1"}
	if err := rec.Record(ctx, analytics.Hit{Plan: plan, Rule: -1, Visit: visit}); err != nil {
		log.Fatal(err)
	}
	if err := rec.Flush(ctx); err != nil {
		log.Fatal(err)
	}

	march := analytics.Selection{From: at, To: at.AddDate(0, 1, 0)}
	file, err := os.CreateTemp("", "clicks-*.csv")
	if err != nil {
		log.Fatal(err)
	}
	defer os.Remove(file.Name())
	written, err := clickfile.WriteCSV(file, rec.Export(ctx, march))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("clicks written:", written)
	for click, err := range rec.Export(ctx, march) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(click.Time.Format(time.RFC3339), click.Class, click.Place.Country, click.UTM.Source)
	}
	// Output:
	// clicks written: 1
	// 2026-03-01T09:00:00Z human DE =1+1
}
