package linkpack_test

import (
	"context"
	"fmt"
	"log"
	"net/url"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// One link is printed on two posters. The statistics tell which of them was scanned.
func ExampleShortener_ScanURL() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), &linkpack.Options{BaseURL: "https://go.example"})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	link, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "spring", Destination: "https://example.com/"})
	if err != nil {
		log.Fatal(err)
	}
	for _, placement := range []string{"station", "hall", "station"} {
		text, err := s.ScanURL(link, placement)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("somebody scans", text)
		scanned, err := url.Parse(text)
		if err != nil {
			log.Fatal(err)
		}
		res, err := s.Resolve(ctx, "", "spring", &routing.Visit{Query: scanned.RawQuery})
		if err != nil {
			log.Fatal(err)
		}
		if err := s.Record(ctx, res); err != nil {
			log.Fatal(err)
		}
	}
	stats, err := s.Stats(ctx, link.Workspace, link.ID, analytics.Query{})
	if err != nil {
		log.Fatal(err)
	}
	for _, placement := range stats.Breakdowns[analytics.ByPlacement] {
		fmt.Println(placement.Value, placement.Clicks)
	}
	// Output:
	// somebody scans https://go.example/spring?qr=station
	// somebody scans https://go.example/spring?qr=hall
	// somebody scans https://go.example/spring?qr=station
	// station 2
	// hall 1
}
