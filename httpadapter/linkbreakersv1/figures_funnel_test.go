package linkbreakersv1_test

import (
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestTheFunnelCountsClicksIdentifiedVisitorsAndConversions(t *testing.T) {
	v := newVisited(t, nil)
	tracked := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	plain := v.NewLink(linkpack.Link{Destination: "https://example.com/"})
	const known, unknown, untracked = 1203, 3, 4 // more than are looked up at once
	lbid := ""
	for range known {
		lbid = v.tracked(t, tracked, "ada")
	}
	for range unknown {
		v.tracked(t, tracked, "")
	}
	for range untracked {
		v.click(t, v.Visit(plain).UserAgent(phone))
	}
	v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+lbid+`","visitor":{"data":`+ada+`}}`)
	for _, kind := range []string{"purchase", "purchase", "form.submitted"} { // of one click
		v.want(t, 200, "POST", "/v1/conversions", `{"lbid":"`+lbid+`","kind":"`+kind+`"}`)
	}
	const all = known + unknown + untracked
	for body, clicks := range map[string]int{`{}`: all, `{"linkId":"` + tracked.ID + `"}`: known + unknown} {
		got := v.want(t, 200, "POST", "/v1/analytics/funnel", body)
		for place, want := range map[string]any{
			"entryVisits": clicks, "steps.0.stepKind": "ENTRY", "steps.0.visits": clicks, "steps.0.conversionRate": 100, "steps.0.dropOffFromPrevious": 0,
			"steps.1.visits": known, "steps.1.identifiedVisitors": known, "steps.1.dropOffFromPrevious": clicks - known,
			"steps.2.visits": 1, "steps.2.occurrences": 3, "steps.2.dropOffFromPrevious": known - 1, "steps.2.conversionRate": 100 / float64(clicks),
			"completionRate":           100 / float64(clicks),
			"steps.2.branches.0.label": "purchase", "steps.2.branches.0.visits": 2, "steps.2.branches.1.label": "form.submitted", "steps.3.stepKind": "",
		} {
			if found := read(got, place); found != fmt.Sprint(want) {
				t.Errorf("%s: %s is %q, want %q", body, place, found, fmt.Sprint(want))
			}
		}
	}
}

func TestFiguresOfAttributes(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	other := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	for _, data := range []string{`{"plan":"pro","seats":3}`, `{"plan":"pro","seats":"5"}`, `{"plan":"free","seats":"many"}`, `{"city":"Berlin"}`} {
		v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+v.tracked(t, link, "")+`","visitor":{"data":`+data+`}}`)
		v.Clock.Advance(1e9)
	}
	for _, c := range []struct {
		path, body string
		want       map[string]string
	}{
		{"metric", `{"key":"seats"}`, map[string]string{
			"audienceCount": "4", "totalCount": "3", "usableCount": "2", "coverageRate": "0.75", "averageValue": "4", "minValue": "3", "maxValue": "5",
		}},
		{"metric", `{"key":"seats","linkId":"` + other.ID + `"}`, map[string]string{"audienceCount": "0", "coverageRate": "0"}},
		{"metric", `{"key":"seats","endDate":"2020-01-01"}`, map[string]string{"audienceCount": "0"}},
		{"distribution", `{"key":"plan","limit":1}`, map[string]string{
			"total": "3", "data.0.label": "pro", "data.0.visitorCount": "2", "data.0.percentage": fmt.Sprint(200 / 3.0), "data.1.label": "",
		}},
		{"values", `{"key":"plan","limit":2}`, map[string]string{
			"total": "3", "data.0.value": "free", "data.0.recordedAt": "2026-01-05T12:00:02Z", "data.1.value": "pro", "data.2.value": "",
		}},
		{"values", `{"key":"nothing"}`, map[string]string{"total": "0", "data": "[]"}},
	} {
		got := v.want(t, 200, "POST", "/v1/analytics/attributes/"+c.path, c.body)
		for place, want := range c.want {
			if found := read(got, place); found != want {
				t.Errorf("%s %s: %s is %q, want %q", c.path, c.body, place, found, want)
			}
		}
	}
	for _, body := range []string{`{}`, `{"key":""}`, `{"key":7}`} {
		if got := v.want(t, 400, "POST", "/v1/analytics/attributes/metric", body); read(got, "details.0.field") != "key" {
			t.Errorf("%s: %v", body, got)
		}
	}
}
