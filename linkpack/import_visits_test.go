package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Import visits from the log of an old system. They are resolved like visits of
// today and counted on their own days.
func ExampleShortener_ImportVisits() {
	ctx := context.Background()
	links, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer links.Close(ctx)
	link, err := links.CreateLink(ctx, linkpack.Link{ShortCode: "spring", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}

	day := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	past := func(yield func(linkpack.Resolution, error) bool) {
		for _, hour := range []int{9, 10, 26} {
			res, err := links.Resolve(ctx, "", "spring", &routing.Visit{Time: day.Add(time.Duration(hour) * time.Hour)})
			if !yield(res, err) {
				return
			}
		}
	}
	taken, err := links.ImportVisits(ctx, past)
	fmt.Println("imported:", taken, err)

	stats, err := links.Stats(ctx, link.Workspace, link.ID, analytics.Query{From: day, To: day.AddDate(0, 0, 2)})
	if err != nil {
		log.Fatal(err)
	}
	for _, point := range stats.Daily {
		fmt.Println(point.Start.Format(time.DateOnly), point.Clicks)
	}
	// Output:
	// imported: 3 <nil>
	// 2025-03-01 2
	// 2025-03-02 1
}

func TestVisitsThatCountNothingAreNotImported(t *testing.T) {
	links, err := linkpack.New(memory.New(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer links.Close(context.Background())
	n, err := links.ImportVisits(t.Context(), func(yield func(linkpack.Resolution, error) bool) {
		_ = yield(linkpack.Resolution{Rule: -1}, nil) && yield(linkpack.Resolution{}, linkpack.ErrNotFound)
	})
	var bad *analytics.ImportError
	if n != 0 || !errors.As(err, &bad) || bad.Index != 0 || !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("taken %d, %v", n, err)
	}
}
