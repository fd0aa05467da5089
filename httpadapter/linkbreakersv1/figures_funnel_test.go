package linkbreakersv1_test

import (
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

// TestTheFunnelCountsClicksToTheirConversions has 1,203 clicks of tracked links, of which a
// known person made 1,100, and two that cannot be known. A conversion counts its click once.
func TestTheFunnelCountsClicksToTheirConversions(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", ShortCode: "abc", TrackConversions: true})
	other := v.NewLink(linkpack.Link{Destination: "https://example.com/"})
	if got := v.want(t, 200, "POST", "/v1/analytics/funnel", `{}`); read(got, "entryVisits") != "0" || read(got, "completionRate") != "0" {
		t.Errorf("without clicks: %v", got)
	}
	var lbid string
	for range 1100 {
		lbid = v.tracked(t, link, "ada")
	}
	for i := range 103 {
		v.tracked(t, link, fmt.Sprint("somebody ", i))
	}
	for range 2 {
		v.Visit(other).Click()
	}
	v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+lbid+`","visitor":{"data":`+ada+`}}`)
	for _, kind := range []string{"purchase", "purchase", "sign-up"} {
		v.want(t, 200, "POST", "/v1/conversions", `{"lbid":"`+lbid+`","kind":"`+kind+`"}`)
	}
	for body, want := range map[string]map[string]string{
		`{}`: {
			"entryVisits": "1205", "steps.0.visits": "1205", "steps.0.conversionRate": "100", "steps.0.dropOffFromPrevious": "0",
			"steps.1.visits": "1100", "steps.1.dropOffFromPrevious": "105", "steps.1.stepAction": "VISITOR_IDENTIFY",
			"steps.2.visits": "1", "steps.2.occurrences": "3", "steps.2.dropOffFromPrevious": "1099",
			"completionRate": fmt.Sprint(100.0 / 1205),
		},
		`{"linkId":"` + link.ID + `"}`:                      {"entryVisits": "1203", "steps.1.visits": "1100", "steps.2.visits": "1"},
		`{"linkId":"` + other.ID + `"}`:                     {"entryVisits": "2", "steps.1.visits": "0", "steps.2.visits": "0", "completionRate": "0"},
		`{"endDate":"2026-01-04","startDate":"2026-01-01"}`: {"entryVisits": "0", "steps.1.visits": "0", "steps.2.occurrences": "0"},
	} {
		got := v.want(t, 200, "POST", "/v1/analytics/funnel", body)
		for place, want := range want {
			if found := read(got, place); found != want {
				t.Errorf("%s: %s is %q, want %q", body, place, found, want)
			}
		}
	}
}
