package prometheus_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	client "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/prometheus"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// used returns a Shortener after two visits of a link, whose clicks are folded, and
// one visit of an unknown code.
func used(t *testing.T) *linkpack.Shortener {
	t.Helper()
	s, err := linkpack.New(memory.New(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateLink(t.Context(), linkpack.Link{ShortCode: "launch", Destination: "https://example.com/"}); err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"launch", "launch", "lunch"} {
		res, err := s.Resolve(t.Context(), "", code, &routing.Visit{UserAgent: "curl/8.5"})
		if err != nil && !errors.Is(err, linkpack.ErrNotFound) {
			t.Fatal(err)
		}
		if err := s.Record(t.Context(), res); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNamesFollowTheConventions(t *testing.T) {
	registry := client.NewPedanticRegistry() // also checks metrics against their descriptions
	registry.MustRegister(prometheus.New(used(t)))
	problems, err := testutil.GatherAndLint(registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	if n, err := testutil.GatherAndCount(registry); n != 32 || err != nil {
		t.Errorf("there are %d metrics, %v", n, err)
	}
}

func TestValuesAreThoseOfTheShortener(t *testing.T) {
	s := used(t)
	m := s.Metrics()
	want := fmt.Sprintf(`
# HELP linkpack_clicks_recorded_total Recorded requests to links, by class; those of class human are clicks.
# TYPE linkpack_clicks_recorded_total counter
linkpack_clicks_recorded_total{class="blocked"} 0
linkpack_clicks_recorded_total{class="bot"} 2
linkpack_clicks_recorded_total{class="head"} 0
linkpack_clicks_recorded_total{class="human"} 0
linkpack_clicks_recorded_total{class="internal"} 0
linkpack_clicks_recorded_total{class="prefetch"} 0
linkpack_clicks_recorded_total{class="preview"} 0
# HELP linkpack_visits_unknown_total Visits of unknown or deleted links.
# TYPE linkpack_visits_unknown_total counter
linkpack_visits_unknown_total 1
# HELP linkpack_click_queue_capacity Maximum number of clicks that can wait to be written.
# TYPE linkpack_click_queue_capacity gauge
linkpack_click_queue_capacity 65536
# HELP linkpack_click_log_written_bytes_total Bytes of keys and values written to the store.
# TYPE linkpack_click_log_written_bytes_total counter
linkpack_click_log_written_bytes_total %d
# HELP linkpack_link_cache_hits_total Link lookups answered by the cache.
# TYPE linkpack_link_cache_hits_total counter
linkpack_link_cache_hits_total %d
# HELP linkpack_link_cache_max_bytes Limit of linkpack_link_cache_bytes.
# TYPE linkpack_link_cache_max_bytes gauge
linkpack_link_cache_max_bytes 1.34217728e+08
`, m.Clicks.Written, m.Cache.Hits)
	err := testutil.CollectAndCompare(prometheus.New(s), strings.NewReader(want),
		"linkpack_clicks_recorded_total", "linkpack_visits_unknown_total", "linkpack_click_queue_capacity",
		"linkpack_click_log_written_bytes_total", "linkpack_link_cache_hits_total", "linkpack_link_cache_max_bytes")
	if err != nil {
		t.Error(err)
	}
	if m.Clicks.Written == 0 || m.Cache.Hits != 1 {
		t.Errorf("nothing to compare: %+v", m)
	}
}

// TestHistogramsAreCumulative checks that each bucket includes those before it.
func TestHistogramsAreCumulative(t *testing.T) {
	s := used(t)
	registry := client.NewRegistry()
	registry.MustRegister(prometheus.New(s))
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, family := range families {
		if family.GetName() != "linkpack_click_flush_duration_seconds" {
			continue
		}
		h, want := family.GetMetric()[0].GetHistogram(), s.Metrics().Clicks.FlushTime
		if h.GetSampleCount() != want.Count || h.GetSampleSum() != want.Sum.Seconds() || want.Count == 0 {
			t.Errorf("got %v, want %+v", h, want)
		}
		buckets := want.Buckets()
		for _, bucket := range h.GetBucket() {
			bound := time.Duration(math.Round(bucket.GetUpperBound() * 1e9))
			if n, ok := buckets[bound]; !ok || bucket.GetCumulativeCount() != n {
				t.Errorf("%d up to %v, want %d", bucket.GetCumulativeCount(), bound, n)
			}
			seen++
		}
	}
	if seen != 16 {
		t.Errorf("%d buckets", seen)
	}
}

func TestNewNeedsAShortener(t *testing.T) {
	defer func() {
		if reason, _ := recover().(string); !strings.Contains(reason, "needs a Shortener") {
			t.Errorf("the panic says %q", reason)
		}
	}()
	prometheus.New(nil)
}
