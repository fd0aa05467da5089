package linkpack_test

import (
	"context"
	"fmt"
	"log"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// Read the metrics of a Shortener. The module linkpack/prometheus exports them to
// Prometheus.
func ExampleShortener_Metrics() {
	ctx := context.Background()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close(ctx)
	if _, err := s.CreateLink(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/"}); err != nil {
		log.Fatal(err)
	}
	for _, code := range []string{"launch", "lunch", "launch", "launch"} {
		res, _ := s.Resolve(ctx, "go.example", code, new(routing.Visit)) // lunch does not exist
		if err := s.Record(ctx, res); err != nil {
			log.Fatal(err)
		}
	}
	if err := s.Flush(ctx); err != nil {
		log.Fatal(err)
	}

	m := s.Metrics()
	fmt.Println("recorded:", m.Clicks.Recorded, "lost:", m.Clicks.Lost, "unknown codes:", m.Unknown)
	fmt.Println("cache:", m.Cache.Hits, "hits,", m.Cache.Misses, "misses,", m.Cache.Entries, "entries")
	// Output:
	// recorded: 3 lost: 0 unknown codes: 1
	// cache: 2 hits, 2 misses, 2 entries
}
