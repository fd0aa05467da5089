package prometheus_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	client "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/prometheus"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A host serves the metrics at an address that visitors cannot reach.
func Example() {
	ctx := context.Background()
	links, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer links.Close(ctx)
	registry := client.NewRegistry()
	registry.MustRegister(prometheus.New(links))
	handler := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})

	if _, err := links.CreateLink(ctx, linkpack.Link{ShortCode: "launch", Destination: "https://example.com/"}); err != nil {
		log.Fatal(err)
	}
	browser := &routing.Visit{UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
	res, err := links.Resolve(ctx, "go.example", "launch", browser)
	if err != nil {
		log.Fatal(err)
	}
	if err := links.Record(ctx, res); err != nil {
		log.Fatal(err)
	}
	if err := links.Flush(ctx); err != nil {
		log.Fatal(err)
	}

	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for line := range strings.Lines(answer.Body.String()) {
		if strings.HasPrefix(line, "linkpack_clicks_") && !strings.Contains(line, "pending") { // until they are folded
			fmt.Print(line)
		}
	}
	// Output:
	// linkpack_clicks_late_total 0
	// linkpack_clicks_lost_total 0
	// linkpack_clicks_recorded_total{class="blocked"} 0
	// linkpack_clicks_recorded_total{class="bot"} 0
	// linkpack_clicks_recorded_total{class="head"} 0
	// linkpack_clicks_recorded_total{class="human"} 1
	// linkpack_clicks_recorded_total{class="internal"} 0
	// linkpack_clicks_recorded_total{class="prefetch"} 0
	// linkpack_clicks_recorded_total{class="preview"} 0
	// linkpack_clicks_unknown_agent_total 0
}
