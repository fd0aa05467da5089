package linkpackv1_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

func TestBadStatsParametersAreNamed(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	sv.withClicks(t)
	for query, want := range map[string]string{
		"timezone=Local":                             "timezone",
		"timezone=..%2Fpasswd":                       "timezone",
		"granularity=minute":                         "granularity",
		"compare=yes":                                "compare",
		"top=0":                                      "top",
		"top=-1":                                     "top",
		"top=many":                                   "top",
		"filter[country]=USA":                        "filter[country]",
		"filter[country]=":                           "filter[country]",
		"filter[country]=US,":                        "filter[country]",
		"filter[device]=fridge":                      "filter[device]",
		"filter[trigger]=pulled":                     "filter[trigger]",
		"filter[placement]=Wall":                     "filter[placement]",
		"filter[placement]=a,b!":                     "filter[placement]",
		"filter[browser":                             "filter[browser",
		"filter[os]=iOS":                             "filter[os]",
		"filter=country:US":                          "filter",
		"filter.country=US":                          "filter.country",
		"filters[country]=US":                        "filters[country]",
		"filter[browser]=a,,b":                       "filter[browser]",
		"startDate=2026-02-30":                       "startDate",
		"timezone=Asia/Tokyo&top=1e3":                "top",
		"timezone=Asia/Tokyo&timezone=Europe/Paris":  "timezone",
		"timezone=&timezone=":                        "timezone",
		"granularity=day&granularity=day":            "granularity",
		"compare=true&compare=false":                 "compare",
		"top=1&top=2":                                "top",
		"x=2&x=3":                                    "x",
		"startDate=2026-03-10&startDate=2026-03-11":  "startDate",
		"endDate=2026-03-10&endDate=2026-03-11":      "endDate",
		"domain=linkpack.test&domain=linkpack.test":  "domain",
		"filter[city]=" + cities(101):                "filter[city]",
		"filter[" + strings.Repeat("x", 200) + "]=1": "filter[" + strings.Repeat("x", 57),
		"startDate=2001-01-01&endDate=2026-01-01&granularity=hour": "granularity",
	} {
		status, _, fields := sv.refused(t, "GET", "/api/v1/stats/abc123?"+query, "")
		if status != http.StatusBadRequest || len(fields) != 1 || fields[0] != want {
			t.Errorf("%.80s: answered %d about %v, want %s", query, status, fields, want)
		}
	}
}

// cities is a filter of n cities.
func cities(n int) string { return strings.Repeat("x&filter[city]=", n-1) + "x" }

func TestStatsAreFiltered(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	sv.withClicks(t)
	for query, want := range map[string]int{
		"filter[country]=us,CA":                      3,
		"filter[country]=US&filter[country]=unknown": 3,
		"filter[country]=US,US&filter[country]=us":   2,
		"": 4,
		"filter[country]=US&filter[device]=DESKTOP":         1,
		"filter[operatingSystem]=iOS,Windows":               4,
		"filter[referer]=Direct":                            1,
		"filter[rule]=":                                     4,
		"filter[rule]=nobody's":                             0,
		"filter[utm_source]=&filter[trigger]=click":         4,
		"filter[destination]=https://example.com/launch":    4,
		"filter[browser]=Safari&startDate=2026-03-12":       2,
		"filter[referer]=google.com&timezone=Asia/Tokyo":    2,
		"filter[city]=Paris,%20FR&filter[language]=Unknown": 0,
	} {
		stats := sv.ok(t, "GET", "/api/v1/stats/abc123?"+query, "")
		if got := stats["totalClicks"]; got != float64(want) {
			t.Errorf("%s: %v clicks, want %d", query, got, want)
		}
	}
}

func TestStatsTellScannedCodesApart(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	if _, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{ShortCode: "ab", Destination: "https://example.com/"}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/ab", "/ab?qr=1", "/ab?qr=Wall", "/ab?qr=hall", "/ab?qr=hall", "/ab?qr=door"} {
		sv.visit(path, "192.0.2.1", phone, "")
	}
	for query, want := range map[string]string{
		"":                            "[map[clicks:3 placement:<nil>] map[clicks:2 placement:hall] map[clicks:1 placement:door]]",
		"filter[placement]=door,hall": "[map[clicks:2 placement:hall] map[clicks:1 placement:door]]",
		"filter[placement]=":          "[map[clicks:3 placement:<nil>]]",
		"filter[placement]=1&filter[trigger]=scan":     "[map[clicks:2 placement:<nil>]]",
		"filter[placement]=hall&filter[trigger]=click": "[]",
	} {
		stats := sv.ok(t, "GET", "/api/v1/stats/ab?"+query, "")
		if got := fmt.Sprint(stats["placements"]); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
}

func TestSplitsAreAnswered(t *testing.T) {
	sv := newServer(t, nil)
	_, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{
		ShortCode: "ab", Destination: "https://example.com/", Rules: []routing.Rule{
			{ID: "half", Percentage: routing.Percent(50), Destination: "https://example.com/half"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		sv.visit("/ab", fmt.Sprint("192.0.2.", i), phone, "")
	}
	stats := sv.ok(t, "GET", "/api/v1/stats/ab", "")
	if stats["uniques"] != stats["dailyUniques"] || stats["uniques"].(float64) < 99 {
		t.Errorf("%v uniques, %v a day", stats["uniques"], stats["dailyUniques"])
	}
	split := stats["splits"].([]any)[0].(object)
	variants, check := split["variants"].([]any), split["check"].(object)
	clicks := 0.0
	for i, rule := range []any{"half", nil} {
		v := variants[i].(object)
		if v["rule"] != rule || v["expectedShare"] != 0.5 || v["uniques"] != v["dailyUniques"] || v["uniques"] == 0.0 {
			t.Errorf("variant %d is %v", i, v)
		}
		clicks += v["clicks"].(float64)
	}
	if clicks != 100 || check["mismatch"] != false || check["p"].(float64) <= 0.001 || check["chiSquare"] == nil {
		t.Errorf("%v clicks, check is %v", clicks, check)
	}
}
