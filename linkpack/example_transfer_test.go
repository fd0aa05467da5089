package linkpack_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"time"

	"github.com/linkpack/linkpack-go/analytics/clickfile"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// visited returns a Shortener with a link that has one click.
func visited(ctx context.Context) (*linkpack.Shortener, *linkpack.Link) {
	links, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	link, err := links.CreateLink(ctx, linkpack.Link{ShortCode: "spring", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	res, err := links.Resolve(ctx, "", "spring", &routing.Visit{
		Time: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), Referer: "https://news.example.org/today",
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := links.Record(ctx, res); err != nil {
		log.Fatal(err)
	}
	return links, link
}

// Move clicks to another store with a file of JSON lines.
func ExampleShortener_ImportClicks() {
	ctx := context.Background()
	old, _ := visited(ctx)
	defer old.Close(ctx)
	var file bytes.Buffer
	written, err := clickfile.WriteJSON(&file, old.Export(ctx, linkpack.ClickQuery{}))
	fmt.Println("exported:", written, err)

	links, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer links.Close(ctx)
	link, err := links.CreateLink(ctx, linkpack.Link{ShortCode: "spring", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	taken, err := links.ImportClicks(ctx, linkpack.DefaultWorkspace, clickfile.ReadJSON(&file))
	fmt.Println("imported:", taken, err)
	for click, err := range links.Clicks(ctx, link.Workspace, link.ID) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(click.Time.Format(time.DateOnly), click.Referrer)
	}
	// Output:
	// exported: 1 <nil>
	// imported: 1 <nil>
	// 2026-03-01 news.example.org
}

// Follow clicks as they are recorded.
func ExampleShortener_Follow() {
	ctx := context.Background()
	links, _ := visited(ctx)
	defer links.Close(ctx)
	for visit, err := range links.Follow(ctx, linkpack.FollowQuery{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(visit.Click.Link.ShortCode, "from", visit.Click.Referrer)
		break // a live view would go on until ctx ends
	}
	// Output:
	// spring from news.example.org
}
