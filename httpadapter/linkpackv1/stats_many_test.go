package linkpackv1_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
)

// manyLinks has three links, of which the first is clicked three times, the second once.
func manyLinks(t *testing.T) *server {
	t.Helper()
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/1","shortCode":"one","tags":["a","b"],"group":"g","metadata":{"plan":"pro"}}`)
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/2","shortCode":"two","tags":["b"],"metadata":{"plan":"free"}}`)
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/3","shortCode":"three","domain":"go.example.org"}`)
	sv.visit("/one", "192.0.2.1", phone, "")
	sv.visit("/one", "192.0.2.2", laptop, "")
	sv.visit("/two", "192.0.2.2", laptop, "")
	sv.sleep(24 * time.Hour)
	sv.visit("/one", "192.0.2.1", phone, "")
	sv.visit("/one", "192.0.2.1", "curl/8.9.1", "")
	if err := sv.shortener.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return sv
}

func TestStatsOfTheLinksThatMatch(t *testing.T) {
	sv := manyLinks(t)
	for query, want := range map[string]string{
		"":                          "4 clicks, 5 requests from 2026-03-10 to 2026-03-11",
		"?tag=a":                    "3 clicks, 4 requests from 2026-03-10 to 2026-03-11",
		"?tag=b":                    "4 clicks, 5 requests from 2026-03-10 to 2026-03-11",
		"?group=g":                  "3 clicks, 4 requests from 2026-03-10 to 2026-03-11",
		"?domain=go.example.org":    "0 clicks, 0 requests from 2026-03-10 to 2026-03-11",
		"?search=example.com/2":     "1 clicks, 1 requests from 2026-03-10 to 2026-03-11",
		"?metadata[plan]=pro":       "3 clicks, 4 requests from 2026-03-10 to 2026-03-11",
		"?metadata[plan]=pro&tag=b": "3 clicks, 4 requests from 2026-03-10 to 2026-03-11",
		"?metadata[plan]=":          "0 clicks, 0 requests from 2026-03-11 to 2026-03-11",
		"?archived=true":            "0 clicks, 0 requests from 2026-03-11 to 2026-03-11",
		"?startDate=2026-03-11":     "1 clicks, 2 requests from 2026-03-11 to 2026-03-11",
		"?startDate=2026-03-01&endDate=2026-03-10":        "3 clicks, 3 requests from 2026-03-01 to 2026-03-10",
		"?filter[device]=Mobile":                          "2 clicks, 2 requests from 2026-03-10 to 2026-03-11",
		"?by=tag":                                         "4 clicks, 5 requests from 2026-03-10 to 2026-03-11",
		"?by=tag&startDate=2026-03-10&endDate=2026-03-10": "3 clicks, 3 requests from 2026-03-10 to 2026-03-10",
	} {
		stats := sv.ok(t, "GET", "/api/v1/stats"+query, "")
		requests := 0.0
		for _, n := range stats["requests"].(object) {
			requests += n.(float64)
		}
		days := stats["dateRange"].(object)
		got := fmt.Sprintf("%v clicks, %v requests from %v to %v", stats["totalClicks"], requests, days["startDate"], days["endDate"])
		if got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
		if _, single := stats["link"]; single {
			t.Errorf("%q: has a link", query)
		}
	}
}

func TestStatsByWhatLinksHave(t *testing.T) {
	sv := manyLinks(t)
	for query, want := range map[string]string{
		"by=tag":                           "b:4/2 a:3/1 <nil>:0/1",
		"by=tag&top=1":                     "b:4/2 Other:3/2 rest",
		"by=group":                         "g:3/1 <nil>:1/2",
		"by=domain":                        "<nil>:4/2 go.example.org:0/1",
		"by=metadata:plan":                 "pro:3/1 free:1/1 <nil>:0/1",
		"by=metadata:plan&tag=a":           "pro:3/1",
		"by=tag&metadata[plan]=free":       "b:1/1",
		"by=tag&timezone=Pacific/Auckland": "b:4/2 a:3/1 <nil>:0/1",
	} {
		got := ""
		for _, v := range sv.ok(t, "GET", "/api/v1/stats?"+query, "")["values"].([]any) {
			v := v.(object)
			if got += fmt.Sprintf(" %v:%v/%v", v["value"], v["clicks"], v["links"]); v["rest"] == true {
				got += " rest"
			}
		}
		if got != " "+want {
			t.Errorf("%s:%s, want %s", query, got, want)
		}
	}
}

func TestStatsOfLinksRefuseBadInput(t *testing.T) {
	sv := manyLinks(t)
	for query, field := range map[string]string{
		"by=":                                     "by",
		"by=country":                              "by",
		"by=metadata:":                            "by",
		"by=tag&by=group":                         "by",
		"by=tag&top=1001":                         "top",
		"by=tag&top=0":                            "top",
		"by=tag&compare=true":                     "compare",
		"by=tag&granularity=day":                  "granularity",
		"by=tag&filter[country]=US":               "filter[country]",
		"metadata=pro":                            "metadata",
		"metadata[]=pro":                          "metadata[]",
		"metadata[plan]=a&metadata[plan]=b":       "metadata[plan]",
		"startDate=yesterday":                     "startDate",
		"endDate=2026-03-10":                      "startDate",
		"startDate=2026-03-11&endDate=2026-03":    "endDate",
		"startDate=2026-03-11&endDate=2026-03-10": "endDate",
		"timezone=Mars":                           "timezone",
		"archived=maybe":                          "archived",
		"code=one":                                "code",
		"deleted=true":                            "deleted",
	} {
		status, message, fields := sv.refused(t, "GET", "/api/v1/stats?"+query, "")
		if status != 400 || len(fields) != 1 || fields[0] != field {
			t.Errorf("%s: %d %s, fields %v, want %s", query, status, message, fields, field)
		}
	}
}
