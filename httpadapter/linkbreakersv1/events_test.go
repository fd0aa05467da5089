package linkbreakersv1_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1"

// phones finds the details of one header.
type phones struct{}

func (phones) Parse(userAgent string) (routing.AgentDetails, bool) {
	return routing.AgentDetails{Browser: "Safari", BrowserVersion: "26.0", OS: "iOS", OSVersion: "18.7", Brand: "Apple", Model: "iPhone"}, userAgent == phone
}

// visited is a server whose links are visited.
type visited struct {
	*server
	*linkpacktest.Kit
}

func newVisited(t *testing.T, opts *linkbreakersv1.Options) *visited {
	t.Helper()
	kit := linkpacktest.New(t, linkpack.Options{BaseURL: "https://go.example", Devices: phones{}})
	if _, err := kit.CreateToken(t.Context(), linkpack.Token{Secret: secret}); err != nil {
		t.Fatal(err)
	}
	h, err := httpadapter.New(kit.Shortener, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(opts)}})
	if err != nil {
		t.Fatal(err)
	}
	return &visited{&server{Handler: h, shortener: kit.Shortener}, kit}
}

// click visits a link and returns the lbid, if it has one.
func (v *visited) click(t testing.TB, visit *linkpacktest.Visit) string {
	t.Helper()
	res, err := visit.Resolve()
	if err == nil {
		err = v.Record(t.Context(), res)
	}
	if err != nil {
		t.Fatal(err)
	}
	return res.LBID()
}

func TestEventsHaveWhatSDKsRead(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", ShortCode: "abc", Name: "Mine"})
	v.click(t, v.Visit(link).UserAgent(phone).From("FR").Query("qr=poster-a&utm_source=news").Addr("192.0.2.7"))
	v.click(t, v.Visit(link).UserAgent("curl/8.9.1"))
	got := v.want(t, 200, "GET", "/v1/events?include=device&include=link,workspace", "")
	for place, want := range map[string]string{
		"totalCount": "2", "hasMore": "false", "nextPageToken": "",
		"events.0.device.deviceActor": "DEVICE_ACTOR_BOT", "events.0.class": "bot", "events.0.action": "ACTION_CLICK",
		"events.1.device.deviceActor": "DEVICE_ACTOR_HUMAN", "events.1.class": "human", "events.1.action": "ACTION_SCAN",
		"events.1.linkId": link.ID, "events.1.link.name": "Mine", "events.1.workspace.id": "default",
		"events.1.entrypoint": "https://go.example/abc", "events.1.destination": "https://example.com/", "events.1.placement": "poster-a",
		"events.1.destinationAction": "EVENT_ACTION_CLIENT_REDIRECT", "events.1.httpMethod": "HTTP_METHOD_GET", "events.1.utm.source": "news",
		"events.1.device.deviceType": "DEVICE_TYPE_MOBILE", "events.1.device.deviceBrand": "Apple", "events.1.device.deviceName": "iPhone",
		"events.1.device.browserVersion": "26.0", "events.1.device.platformVersion": "18.7", "events.1.device.country": "FR",
		"events.1.device.ipAddress": "192.0.2.0", "events.1.triggeredBy": "TRIGGERED_BY_VISITOR", "events.1.visitorId": "",
	} {
		if found := read(got, "json."+place); found != want {
			t.Errorf("%s is %q, want %q", place, found, want)
		}
	}
	if read(got, "json.events.1.device.id") != read(got, "json.events.1.deviceId") {
		t.Errorf("the device has two ids: %v", got)
	}
	plain := v.want(t, 200, "GET", "/v1/events/list?page_size=1", "")
	for _, place := range []string{"events.0.id", "json.events.0.id", "next_page_token", "nextPageToken"} {
		if read(plain, place) == "" {
			t.Errorf("%s is missing in %v", place, plain)
		}
	}
	if read(plain, "total_count") != "2" || read(plain, "has_more") != "true" || read(plain, "events.0.device") != "" {
		t.Errorf("the page is %v", plain)
	}
}

func TestEveryEventIsOnOnePage(t *testing.T) {
	v := newVisited(t, nil)
	links := []*linkpack.Link{v.NewLink(linkpack.Link{Destination: "https://example.com/"}), v.NewLink(linkpack.Link{Destination: "https://example.com/"})}
	for i := range 25 {
		v.click(t, v.Visit(links[i%2]).UserAgent(phone).Addr(fmt.Sprintf("192.0.2.%d", i)))
	}
	for _, c := range []struct {
		path string
		want int
	}{{"/v1/events?pageSize=4", 25}, {"/v1/events?pageSize=4&linkId=" + links[0].ID, 13}} {
		path, want := c.path, c.want
		seen, token := map[string]bool{}, ""
		for page := 0; ; page++ {
			got := v.want(t, 200, "GET", path+"&pageToken="+token, "")
			for _, event := range at(got, "json", "events").([]any) {
				seen[read(event, "id")] = true
			}
			if read(got, "json.totalCount") != fmt.Sprint(want) {
				t.Errorf("%s: page %d counts %s events, not %d", path, page, read(got, "json.totalCount"), want)
			}
			if token = read(got, "json.nextPageToken"); token == "" {
				break
			}
			if page == 0 { // a click between two pages
				v.click(t, v.Visit(links[1]).UserAgent(phone))
				v.want(t, 400, "GET", "/v1/events?pageSize=4&linkId="+links[1].ID+"&pageToken="+token, "")
			}
		}
		if len(seen) != want {
			t.Errorf("%s: %d events, want %d", path, len(seen), want)
		}
	}
}

func TestWrongQueriesOfEventsAreRefusedByField(t *testing.T) {
	v := newVisited(t, nil)
	for query, field := range map[string]string{
		"startDate=yesterday": "startDate", "endDate=2026": "endDate", "startDate=2026-02-01&endDate=2026-01-31": "endDate",
		"pageSize=1001": "pageSize", "pageSize=x": "pageSize", "pageToken=x": "pageToken", "include=beauty": "include",
		"responseFormat=XML": "responseFormat", "linkId=a&linkId=b": "linkId",
	} {
		for _, path := range []string{"/v1/events?", "/v1/events/list?"} {
			if got := v.want(t, 400, "GET", path+query, ""); read(got, "details.0.field") != field {
				t.Errorf("%s: %v, want the field %s", query, got, field)
			}
		}
	}
	for _, query := range []string{"linkId=nobody", "visitorId=nobody"} {
		v.want(t, 404, "GET", "/v1/events?"+query, "")
	}
}

// rows returns the answer as comma-separated values, by column.
func (v *visited) rows(t *testing.T, path string) (rows []map[string]string, next string) {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Authorization", "Bearer "+secret)
	w := httptest.NewRecorder()
	v.server.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return table(t, w.Body.String()), w.Header().Get("Next-Page-Token")
}

func table(t *testing.T, text string) (rows []map[string]string) {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

func TestEventsAsCommaSeparatedValues(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", Name: "=1+1"})
	const clicks = 1203 // more than a page
	for i := range clicks {
		v.click(t, v.Visit(link).UserAgent(phone).From("FR").Query("utm_source=@"+strings.Repeat("é", i%7)))
	}
	all, next := v.rows(t, "/v1/events/list?response_format=RESPONSE_FORMAT_CSV")
	if len(all) != clicks || next != "" {
		t.Fatalf("%d rows, next %q", len(all), next)
	}
	for name, want := range map[string]string{
		"Link name": "'=1+1", "Link ID": link.ID, "Country": "FR", "Device brand": "Apple", "Action": "ACTION_CLICK", "UTM source": "'@" + strings.Repeat("é", (clicks-1)%7),
	} {
		if got := all[0][name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	var paged []map[string]string
	for token := ""; ; {
		rows, after := v.rows(t, "/v1/events/list?responseFormat=RESPONSE_FORMAT_CSV&pageSize=500&pageToken="+token)
		if paged = append(paged, rows...); after == "" {
			break
		}
		token = after
	}
	wrapped := v.want(t, 200, "GET", "/v1/events?responseFormat=RESPONSE_FORMAT_CSV", "")
	if read(wrapped, "csv.contentType") != "text/csv" {
		t.Errorf("wrapped as %q", read(wrapped, "csv.contentType"))
	}
	for name, other := range map[string][]map[string]string{"in pages": paged, "wrapped": table(t, read(wrapped, "csv.csvData"))} {
		if fmt.Sprint(other) != fmt.Sprint(all) {
			t.Errorf("%s, there are %d other rows", name, len(other))
		}
	}
}

func TestTracesTellTheStepsOfAnEvent(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", Rules: []routing.Rule{
		{ID: "key", Clauses: []routing.Clause{{Condition: "query", Value: "key"}}, Destination: "https://example.com/key"},
		{ID: "fr", Clauses: []routing.Clause{{Condition: "geo", Value: "FR"}}, Destination: "https://example.com/fr"},
		{ID: "de", Clauses: []routing.Clause{{Condition: "geo", Value: "DE"}}, Destination: "https://example.com/de"},
	}})
	v.click(t, v.Visit(link).UserAgent(phone).From("FR"))
	event := read(v.want(t, 200, "GET", "/v1/events", ""), "json.events.0.id")
	got := v.want(t, 200, "GET", "/v1/events/"+event+"/traces", "")
	for place, want := range map[string]string{
		"traces.0.stepKind": "ENTRY", "traces.0.stepData.entryAccess.entrypoint": v.URL(link), "traces.0.eventId": event, "traces.0.linkId": link.ID,
		"traces.1.stepKind": "CONDITION", "traces.1.stepAction": "rule", "traces.1.stepData.rule.id": "key", "traces.1.stepData.rule.clauses.0.unknown": "true",
		"traces.2.stepAction": "country_condition", "traces.2.stepData.rule.clauses.0.fact": "FR", "traces.2.stepData.rule.matches": "true",
		"traces.2.stepData.countryCondition.countries.0.countryCode": "FR", "traces.2.stepData.countryCondition.hasElse": "true",
		"traces.3.stepKind": "EXIT", "traces.3.stepData.redirect.destination": "https://example.com/fr",
		"traces.4.stepKind": "",
	} {
		if found := read(got, place); found != want {
			t.Errorf("%s is %q, want %q", place, found, want)
		}
	}
	v.want(t, 404, "GET", "/v1/events/nobody/traces", "")
}

func TestCommaSeparatedEventsHaveAttributesAndScores(t *testing.T) {
	v := newVisited(t, &linkbreakersv1.Options{ListAttributes: true})
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+v.tracked(t, link, "")+`","visitor":{"data":{"$email":"ada@example.com","plan":"pro"}}}`)
	const path = "/v1/events/list?responseFormat=RESPONSE_FORMAT_CSV"
	for query, scored := range map[string]bool{"": false, "&include=leadScore": true} {
		rows, _ := v.rows(t, path+query)
		if row := rows[0]; row["Attributes"] != `{"plan":"pro"}` || (row["Lead score"] != "") != scored {
			t.Errorf("%q: attributes %s, lead score %q", query, row["Attributes"], row["Lead score"])
		}
	}
}

func TestConversionsAsCommaSeparatedValues(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	click := v.click(t, v.Visit(link).UserAgent(phone))
	for _, c := range []linkpack.NewConversion{{Kind: "signup"}, {Kind: "purchase", Value: 19.9, Currency: "EUR"}} {
		c.Click = click
		if _, err := v.RecordConversion(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	rows, _ := v.rows(t, "/v1/events/list?responseFormat=RESPONSE_FORMAT_CSV&include=conversions")
	var got []string
	for _, row := range rows {
		got = append(got, fmt.Sprintf("%s %s %q %s first %q by %s", row["Action"], row["Conversion"], row["Value"], row["Currency"], row["First conversion"], row["Triggered by"]))
	}
	want := []string{
		`ACTION_UNSPECIFIED purchase "19.9" EUR first "false" by TRIGGERED_BY_VISITOR`,
		`ACTION_UNSPECIFIED signup ""  first "true" by TRIGGERED_BY_VISITOR`,
		`ACTION_CLICK  ""  first "" by TRIGGERED_BY_VISITOR`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
