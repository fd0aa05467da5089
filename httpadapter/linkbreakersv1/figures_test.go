package linkbreakersv1_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// figured is a server with events of the four days up to noon, of two links. The first
// has an id of the client.
type figured struct {
	*server
	first, second *linkpack.Link
}

const clientID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"

// visitOf is a visit of somebody, some time before noon.
type visitOf struct {
	before      time.Duration
	country     string
	city        string
	device      routing.DeviceClass
	browser, os string
	familiarity routing.Familiarity
	visitor     byte
	bot         routing.Bot
}

func newFigured(t *testing.T) *figured {
	t.Helper()
	sv := &figured{server: newServer(t, nil)}
	sv.first = sv.link(t, linkpack.Link{ShortCode: "one", Name: "First", ExternalID: clientID})
	sv.second = sv.link(t, linkpack.Link{ShortCode: "two"})
	day, hour := 24*time.Hour, time.Hour
	sv.visit(t, sv.first,
		visitOf{before: 3 * day, country: "DE", city: "Berlin", device: routing.Mobile, browser: "Safari", os: "iOS", familiarity: routing.NewVisitor, visitor: 1},
		visitOf{before: 3*day - 5*time.Minute, country: "DE", city: "Berlin", device: routing.Mobile, browser: "Safari", os: "iOS", familiarity: routing.ReturningVisitor, visitor: 1},
		visitOf{before: 3*day - 6*time.Minute, country: "DE", city: "Berlin", device: routing.Mobile, browser: "Safari", os: "iOS", familiarity: routing.ReturningVisitor, visitor: 1},
		visitOf{before: day + 2*hour, country: "DE", city: "Munich", device: routing.Desktop, browser: "Firefox", os: "Linux", familiarity: routing.NewVisitor, visitor: 2},
		visitOf{before: day, country: "US", device: routing.Other, browser: "Chrome", os: "Android", visitor: 3},
		visitOf{before: hour, country: "US", device: routing.Mobile, bot: routing.Crawler, visitor: 4},
	)
	sv.visit(t, sv.second, visitOf{before: hour, browser: "Edge", visitor: 5})
	if err := sv.shortener.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	return sv
}

func (sv *figured) link(t *testing.T, link linkpack.Link) *linkpack.Link {
	t.Helper()
	link.Destination, link.CreatedAt = "https://example.com/", noon.AddDate(0, 0, -3).Add(-time.Hour)
	made, err := sv.shortener.CreateLink(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func (sv *figured) visit(t *testing.T, link *linkpack.Link, visits ...visitOf) {
	t.Helper()
	for _, v := range visits {
		res, err := sv.shortener.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{
			Time: noon.Add(-v.before), Addr: netip.AddrFrom4([4]byte{192, 0, 2, v.visitor}), UserAgent: "Mozilla/5.0",
			Place: routing.Place{Country: v.country, City: v.city}, Familiarity: v.familiarity,
			Agent: routing.Agent{Device: v.device, Browser: v.browser, OS: v.os, Bot: v.bot}, Agents: nil,
		})
		if err == nil {
			err = sv.shortener.Record(t.Context(), res)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// ask returns the answer to a request for figures, as JSON without what is zero, the names
// of fields and the day.
func (sv *figured) ask(t *testing.T, path, body string) string {
	t.Helper()
	method := "POST"
	if strings.HasPrefix(path, "/v1/metrics") {
		method = "GET"
	}
	answer, got := sv.call(t, secret, method, path, body)
	if answer.StatusCode != 200 {
		t.Fatalf("%s %s: %d %v", path, body, answer.StatusCode, got)
	}
	encoded, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func TestFiguresOfEvents(t *testing.T) {
	sv := newFigured(t)
	yesterday, today := `"startDate":"2026-03-13T00:00:00Z"`, `"startDate":"2026-03-14"`
	for _, c := range []struct{ path, body, want string }{
		{"/v1/analytics/breakdown", `{"dimension":"country"}`, `{"data":[` +
			`{"code":"DE","eventCount":4,"label":"DE","percentage":66.66666666666667},` +
			`{"code":"US","eventCount":1,"label":"US","percentage":16.666666666666668},` +
			`{"eventCount":1,"label":"Unknown","percentage":16.666666666666668}],"total":6}`},
		{"/v1/analytics/breakdown", `{"dimension":"country","limit":1,"linkId":"` + clientID + `"}`, `{"data":[{"code":"DE","eventCount":4,"label":"DE","percentage":80}],"total":5}`},
		{"/v1/analytics/breakdown", `{"dimension":"browser",` + yesterday + `,"limit":2}`, `{"data":[` +
			`{"eventCount":1,"label":"Chrome","percentage":33.333333333333336},` +
			`{"eventCount":1,"label":"Edge","percentage":33.333333333333336}],"total":3}`},
		{"/v1/analytics/breakdown", `{"dimension":"device_type","linkId":"` + sv.first.ID + `"}`, `{"data":[` +
			`{"eventCount":3,"label":"MOBILE","percentage":60},{"eventCount":1,"label":"DESKTOP","percentage":20},{"eventCount":1,"label":"UNKNOWN","percentage":20}],"total":5}`},
		{"/v1/analytics/breakdown", `{"dimension":"visit_type","linkId":"` + clientID + `"}`, `{"data":[` +
			`{"eventCount":2,"label":"new","percentage":40},{"eventCount":2,"label":"returning","percentage":40},{"eventCount":1,"label":"Unknown","percentage":20}],"total":5}`},
		{"/v1/analytics/breakdown", `{"dimension":"platform","start_date":"2026-03-12T00:00:00Z","end_date":"2026-03-13T10:15:00Z"}`, `{"data":[{"eventCount":1,"label":"Linux","percentage":100}],"total":1}`},
		{"/v1/analytics/geo", `{}`, `{"data":[` +
			`{"eventCount":4,"location":"DE","percentage":66.66666666666667},{"eventCount":1,"location":"US","percentage":16.666666666666668},` +
			`{"eventCount":1,"location":"Unknown","percentage":16.666666666666668}],"totalEvents":6}`},
		{"/v1/analytics/geo", `{"groupBy":"city","limit":1}`, `{"data":[{"eventCount":3,"location":"Berlin, DE","percentage":50}],"totalEvents":6}`},
		{"/v1/analytics/devices", `{` + yesterday + `}`, `{"data":[` +
			`{"deviceType":"UNKNOWN","eventCount":2,"percentage":66.66666666666667},{"deviceType":"DESKTOP","eventCount":1,"percentage":33.333333333333336}],"totalEvents":3}`},
		{"/v1/analytics/top-links", `{}`, `{"data":[{"eventCount":5,"name":"First","shortlink":"one"},{"eventCount":1,"name":"two","shortlink":"two"}],"totalEvents":6}`},
		{"/v1/analytics/top-links", `{"limit":1}`, `{"data":[{"eventCount":5,"name":"First","shortlink":"one"}],"totalEvents":6}`},
		{"/v1/analytics/top-links", `{` + today + `}`, `{"data":[{"eventCount":1,"name":"two","shortlink":"two"}],"totalEvents":1}`},
		{"/v1/analytics/top-links", `{"linkId":"` + clientID + `"}`, `{"data":[{"eventCount":5,"name":"First","shortlink":"one"}],"totalEvents":5}`},
		{"/v1/metrics/events", "", `{"averageLeadScore":21.833333333333332,"firstAt":"2026-03-11T12:00:30Z","lastAt":"2026-03-14T11:00:30Z","topCity":"Berlin, DE","topCountry":"DE",` +
			`"topDeviceType":"DEVICE_TYPE_MOBILE","totalCities":2,"totalCountries":2,"totalDeviceTypes":2,"totalEvents":6}`},
		{"/v1/metrics/events?linkId=" + clientID + "&startDate=2026-03-12", "", `{"averageLeadScore":23,"firstAt":"2026-03-13T10:00:30Z","lastAt":"2026-03-13T12:00:30Z","topCity":"Munich, DE","topCountry":"DE",` +
			`"topDeviceType":"DEVICE_TYPE_DESKTOP","totalCities":1,"totalCountries":2,"totalDeviceTypes":1,"totalEvents":2}`},
		{"/v1/metrics/events?startDate=2026-03-01&endDate=2026-03-02", "", `{"totalCities":0,"totalCountries":0,"totalDeviceTypes":0,"totalEvents":0}`},
		{"/v1/metrics/workspace", "", `{"tokenCreditsLimit":0,"tokenCreditsUsed":0,"topupCreditsLimit":0,"topupCreditsUsed":0,` +
			`"totalDirectories":0,"totalEvents":6,"totalLinks":2,"totalMonthlyEvents":6,"totalQrcodeTemplates":0}`},
	} {
		if got := sv.ask(t, c.path, c.body); got != c.want {
			t.Errorf("%s %s:\n%s, want\n%s", c.path, c.body, got, c.want)
		}
	}
}

func TestHoursAreThoseOfTheWorkspace(t *testing.T) {
	sv := newFigured(t)
	if _, err := sv.shortener.UpdateWorkspace(t.Context(), "", func(w *linkpack.Workspace) error {
		w.Timezone = "Asia/Tokyo" // nine hours ahead
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	_, got := sv.call(t, secret, "POST", "/v1/analytics/hours", `{}`)
	data := got["data"].([]any)
	for hour, want := range map[int]float64{21: 4, 19: 1, 20: 1, 12: 0} {
		if point := data[hour].(map[string]any); len(data) != 24 || point["hour"] != float64(hour) || point["eventCount"] != want {
			t.Errorf("hour %d of %d: %v, want %v", hour, len(data), point, want)
		}
	}
	if got["totalEvents"] != 6.0 {
		t.Errorf("%v events", got["totalEvents"])
	}
}

// nonzero lists the points of a series that are not zero, without the year and month.
func nonzero(points []any, field string) string {
	var list []string
	for _, point := range points {
		if p := point.(map[string]any); p[field] != 0.0 {
			list = append(list, fmt.Sprintf("%s=%v", strings.TrimPrefix(p["timestamp"].(string), "2026-03-"), p[field]))
		}
	}
	return strings.Join(list, " ")
}

func TestSeriesOfEvents(t *testing.T) {
	sv := newFigured(t)
	span := `"startDate":"2026-03-11T12:00:00Z","endDate":"2026-03-14T12:00:00Z"`
	for _, c := range []struct {
		body   string
		total  float64
		points string
	}{
		{`{}`, 4, "11T11:00:00Z=3 13T00:00:00Z=2 14T00:00:00Z=1"},
		{`{` + span + `,"intervalInMinutes":1440}`, 4, "11T12:00:00Z=3 13T00:00:00Z=2 14T00:00:00Z=1"},
		{`{` + span + `,"intervalInMinutes":2880}`, 2, "11T12:00:00Z=3 13T00:00:00Z=3"},
		{`{` + span + `,"intervalInMinutes":60}`, 72, "11T12:00:00Z=3 13T10:00:00Z=1 13T12:00:00Z=1 14T11:00:00Z=1"},
		{`{` + span + `,"intervalInMinutes":180,"linkId":"` + clientID + `"}`, 24, "11T12:00:00Z=3 13T09:00:00Z=1 13T12:00:00Z=1"},
		{`{` + span + `,"intervalInMinutes":15}`, 288, "11T12:00:00Z=3 13T10:00:00Z=1 13T12:00:00Z=1 14T11:00:00Z=1"},
		{`{` + span + `,"intervalInMinutes":5}`, 864, "11T12:00:00Z=1 11T12:05:00Z=2 13T10:00:00Z=1 13T12:00:00Z=1 14T11:00:00Z=1"},
		{`{"startDate":"2026-03-11T12:07:00Z","endDate":"2026-03-11T12:31:00Z","intervalInMinutes":5}`, 9, "11T12:00:00Z=1 11T12:05:00Z=2"},
		{`{"startDate":"2026-03-12","endDate":"2026-03-12"}`, 1, ""},
	} {
		_, got := sv.call(t, secret, "POST", "/v1/timeseries/events", c.body)
		series, ok := got["timeSeries"].(map[string]any)
		if !ok {
			t.Errorf("%s: %v", c.body, got)
			continue
		}
		if points := nonzero(series["data"].([]any), "eventCount"); series["totalIntervals"] != c.total || series["totalData"] != c.total || points != c.points {
			t.Errorf("%s: %v intervals, %s", c.body, series["totalIntervals"], points)
		}
	}
}

func TestSeriesByValue(t *testing.T) {
	sv := newFigured(t)
	span := `"startDate":"2026-03-11T00:00:00Z","endDate":"2026-03-15T00:00:00Z"`
	for _, c := range []struct {
		body   string
		series string
	}{
		{`{` + span + `,"groupBy":"GROUP_BY_DIMENSION_COUNTRY"}`, "DE 11T00:00:00Z=3 13T00:00:00Z=1; US 13T00:00:00Z=1; Unknown 14T00:00:00Z=1; of 6"},
		{`{` + span + `,"groupBy":"GROUP_BY_DIMENSION_COUNTRY","limit":1,"intervalInMinutes":60}`, "DE 11T12:00:00Z=3 13T10:00:00Z=1; of 4"},
		{`{` + span + `,"groupBy":"GROUP_BY_DIMENSION_DEVICE_TYPE","intervalInMinutes":2880}`, "MOBILE 11T00:00:00Z=3; UNKNOWN 13T00:00:00Z=2; DESKTOP 13T00:00:00Z=1; of 6"},
		{`{` + span + `,"groupBy":"GROUP_BY_DIMENSION_VISIT_TYPE","linkId":"` + clientID + `"}`, "new 11T00:00:00Z=1 13T00:00:00Z=1; returning 11T00:00:00Z=2; Unknown 13T00:00:00Z=1; of 5"},
		{`{` + span + `,"groupBy":"GROUP_BY_DIMENSION_PLATFORM","limit":1}`, "iOS 11T00:00:00Z=3; of 3"},
		{`{` + span + `,"groupBy":"GROUP_BY_DIMENSION_BROWSER","limit":1,"intervalInMinutes":720}`, "Safari 11T12:00:00Z=3; of 3"},
		{`{` + span + `,"groupBy":"GROUP_BY_DIMENSION_CITY","limit":1,"intervalInMinutes":720}`, "Berlin, DE 11T12:00:00Z=3; of 3"},
		{`{` + span + `,"groupBy":"GROUP_BY_DIMENSION_CITY","limit":2}`, "Berlin, DE 11T00:00:00Z=3; Unknown 13T00:00:00Z=1 14T00:00:00Z=1; of 5"},
	} {
		_, got := sv.call(t, secret, "POST", "/v1/analytics/timeseries", c.body)
		text := ""
		for _, s := range got["series"].([]any) {
			s := s.(map[string]any)
			text += fmt.Sprintf("%v %s; ", s["label"], nonzero(s["points"].([]any), "value"))
		}
		if text += fmt.Sprintf("of %v", got["totalEvents"]); text != c.series {
			t.Errorf("%s:\n%s, want\n%s", c.body, text, c.series)
		}
	}
}

func TestNewAndReturningVisitors(t *testing.T) {
	sv := newFigured(t)
	_, got := sv.call(t, secret, "POST", "/v1/analytics/visitors", `{"startDate":"2026-03-11","intervalInMinutes":1440}`)
	data := got["data"].([]any)
	if len(data) != 4 || nonzero(data, "newVisitorCount") != "11T00:00:00Z=1 13T00:00:00Z=1" || nonzero(data, "returningVisitorCount") != "11T00:00:00Z=1" {
		t.Errorf("%v", data)
	}
	if got["totalNew"] != 2.0 || got["totalReturning"] != 1.0 {
		t.Errorf("%v new, %v returning", got["totalNew"], got["totalReturning"])
	}
	_, got = sv.call(t, secret, "POST", "/v1/analytics/visitors", `{"startDate":"2026-03-11T12:00:00Z","endDate":"2026-03-11T13:00:00Z","intervalInMinutes":1}`)
	if twice := nonzero(got["data"].([]any), "returningVisitorCount"); twice != "11T12:05:00Z=1 11T12:06:00Z=1" || got["totalReturning"] != 1.0 {
		t.Errorf("in two minutes: %s, %v returning", twice, got["totalReturning"])
	}
}

func TestReasonsHaveTheNamesOfTheRequest(t *testing.T) {
	sv := newFigured(t)
	for body, want := range map[string]string{
		`{"dimension":"colour"}`:                                                   "dimension: must be one of browser, city, country, device_type, platform, visit_type",
		`{"dimension":"city","startDate":"2026-03-15"}`:                            "startDate: must not be in the future",
		`{"dimension":"city","startDate":"1800-01-01"}`:                            "endDate: must be at most 36600 days after startDate",
		`{"dimension":"city","endDate":"2020-01-01"}`:                              "endDate: must be after startDate",
		`{"dimension":"city","startDate":"2026-03-14","endDate":"2026-03-13"}`:     "endDate: must be after startDate",
		`{"dimension":"city","startDate":"2026-03-15","endDate":"2026-03-14T00Z"}`: "endDate: must be a time as in 2026-01-31T08:00:00Z or a date as in 2026-01-31",
	} {
		if got := sv.want(t, 400, "POST", "/v1/analytics/breakdown", body); read(got, "message") != want {
			t.Errorf("%s: %q, want %q", body, read(got, "message"), want)
		}
	}
}

func TestFiguresRefuseBadInput(t *testing.T) {
	sv := newFigured(t)
	for _, c := range []struct{ path, body, field string }{
		{"/v1/analytics/breakdown", `{}`, "dimension"},
		{"/v1/analytics/breakdown", `{"dimension":"colour"}`, "dimension"},
		{"/v1/analytics/breakdown", `{"dimension":7}`, "dimension"},
		{"/v1/analytics/breakdown", `{"dimension":"city","limit":-1}`, "limit"},
		{"/v1/analytics/breakdown", `{"dimension":"city","limit":1001}`, "limit"},
		{"/v1/analytics/breakdown", `{"dimension":"city","limit":1.5}`, "limit"},
		{"/v1/analytics/geo", `{"groupBy":"planet"}`, "groupBy"},
		{"/v1/analytics/devices", `{"startDate":"yesterday"}`, "startDate"},
		{"/v1/analytics/devices", `{"startDate":"2026-03-14","endDate":"2026-03-13"}`, "endDate"},
		{"/v1/analytics/devices", `{"endDate":"2020-01-01"}`, "endDate"},
		{"/v1/analytics/devices", `{"startDate":"1800-01-01"}`, "endDate"},
		{"/v1/analytics/timeseries", `{"groupBy":"GROUP_BY_DIMENSION_COLOUR"}`, "groupBy"},
		{"/v1/analytics/timeseries", `{"intervalInMinutes":-1}`, "intervalInMinutes"},
		{"/v1/analytics/timeseries", `{"intervalInMinutes":60,"startDate":"2026-01-01"}`, "intervalInMinutes"},
		{"/v1/timeseries/events", `{"intervalInMinutes":527041}`, "intervalInMinutes"},
		{"/v1/timeseries/events", `{"intervalInMinutes":1,"startDate":"2026-01-01"}`, "intervalInMinutes"},
		{"/v1/timeseries/events", `{"intervalInMinutes":60,"startDate":"2020-01-01"}`, "intervalInMinutes"},
		{"/v1/metrics/events?endDate=2026-99-01", ``, "endDate"},
	} {
		method := "POST"
		if c.body == "" {
			method = "GET"
		}
		answer, got := sv.call(t, secret, method, c.path, c.body)
		if text := fmt.Sprint(got["details"]); answer.StatusCode != 400 || !strings.Contains(text, "field:"+c.field+" ") {
			t.Errorf("%s %s: %d %v", c.path, c.body, answer.StatusCode, got)
		}
	}
	for _, path := range []string{"/v1/analytics/top-links", "/v1/analytics/hours", "/v1/timeseries/events", "/v1/analytics/visitors"} {
		if answer, got := sv.call(t, secret, "POST", path, `{"linkId":"`+strings.Replace(clientID, "1b", "2b", 1)+`"}`); answer.StatusCode != 404 {
			t.Errorf("%s: %d %v", path, answer.StatusCode, got)
		}
	}
}
