package linkbreakersv1_test

import (
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
)

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
