package linkpack_test

import (
	"context"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Audit checks that the statistics agree with the click log. It can run at any
// time.
func ExampleShortener_Audit() {
	ctx := context.Background()
	store := memory.New()
	yesterday, err := linkpack.New(store, nil)
	if err != nil {
		log.Fatal(err)
	}
	link, err := yesterday.CreateLink(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	for range 5 {
		res, err := yesterday.Resolve(ctx, "", "launch", &routing.Visit{})
		if err != nil {
			log.Fatal(err)
		}
		if err := yesterday.Record(ctx, res); err != nil {
			log.Fatal(err)
		}
	}
	if err := yesterday.Close(ctx); err != nil { // brings the statistics up to date
		log.Fatal(err)
	}

	today, err := linkpack.New(store, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer today.Close(ctx)
	audit, err := today.Audit(ctx, &linkpack.ClickQuery{Links: []string{link.ID}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(audit.Clicks, "visits recounted,", len(audit.Findings), "differences")
	// Output:
	// 5 visits recounted, 0 differences
}
