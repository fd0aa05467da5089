package linkbreakersv1_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

// tracked visits a tracked link and returns the lbid.
func (v *visited) tracked(t *testing.T, link *linkpack.Link, key string) string {
	t.Helper()
	return v.click(t, v.Visit(link).UserAgent(phone).Key(key))
}

const ada = `{"$email":"Ada@example.com","$firstName":"Ada","$lastName":"Lovelace","$phone":"+1","my_plan":"pro","seats":3,"paid":true,"signupDate":"2024-01-01"}`

func TestVisitorsAreIdentifiedFoundAndRemoved(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", Name: "Mine", ShortCode: "abc", TrackConversions: true})
	lbid := v.tracked(t, link, "ada")
	got := v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+lbid+`","setOnce":false,"visitor":{"data":`+ada+`}}`)
	id := read(got, "visitor.id")
	for place, want := range map[string]string{
		"created": "true", "visitor.email": "Ada@example.com", "visitor.firstName": "Ada", "visitor.lastName": "Lovelace", "visitor.phone": "+1",
		"visitor.attributes.my_plan": "pro", "visitor.attributes.seats": "3", "visitor.attributes.paid": "true",
	} {
		if found := read(got, place); found != want {
			t.Errorf("identified: %s is %q, want %q", place, found, want)
		}
	}
	v.tracked(t, link, "ada") // a later click of the same visitor
	shown := v.want(t, 200, "GET", "/v1/visitors/"+id+"?include=devices&include=events,links", "")
	for place, want := range map[string]string{
		"id": id, "visitCount": "2", "deviceCount": "1", "qrcodeCount": "1", "devices.0.deviceBrand": "Apple",
		"events.1.linkId": link.ID, "events.0.action": "CLICK", "links.0.eventCount": "2", "links.0.name": "Mine", "links.0.shortlink": "abc", "links.1.id": "",
	} {
		if found := read(shown, place); found != want {
			t.Errorf("shown: %s is %q, want %q", place, found, want)
		}
	}
	events := v.want(t, 200, "GET", "/v1/events?include=visitor&visitorId="+id, "")
	if read(events, "json.totalCount") != "2" || read(events, "json.events.0.visitor.email") != "Ada@example.com" || read(events, "json.events.1.visitorId") != id {
		t.Errorf("the visitor's events are %v", events)
	}
	changed := v.want(t, 200, "PATCH", "/v1/visitors/"+id, `{"visitor":{"data":{"my_plan":"max","seats":null}}}`)
	if read(changed, "attributes.my_plan") != "max" || read(changed, "attributes.seats") != "" || read(changed, "attributes.paid") != "true" {
		t.Errorf("changed to %v", changed)
	}
	if keys := v.want(t, 200, "GET", "/v1/visitors/attributes?linkId="+link.ID, ""); read(keys, "attributeKeys") != "[$email $firstName $lastName $phone my_plan paid signupDate]" {
		t.Errorf("keys are %v", keys)
	}
	for _, key := range []string{"paid", "phone"} {
		v.want(t, 200, "DELETE", "/v1/visitors/"+id+"/attributes/"+key, "")
		v.want(t, 404, "DELETE", "/v1/visitors/"+id+"/attributes/"+key, "")
	}
	if left := v.want(t, 200, "GET", "/v1/visitors/"+id, ""); read(left, "phone") != "" || read(left, "attributes") != "map[my_plan:max signupDate:2024-01-01]" {
		t.Errorf("left is %v", left)
	}
	if gone := v.want(t, 200, "DELETE", "/v1/visitors/"+id, ""); read(gone, "success") != "true" {
		t.Errorf("deleting: %v", gone)
	}
	v.want(t, 404, "GET", "/v1/visitors/"+id, "")
}

func TestATokenForSomeLinksListsTheirEventsWithoutVisitors(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true, Tags: []string{"red"}})
	lbid := v.tracked(t, link, "ada")
	v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+lbid+`","visitor":{"data":`+ada+`}}`)
	const secret = "a token of the tag red"
	if _, err := v.shortener.CreateToken(t.Context(), linkpack.Token{Secret: secret, Scope: linkpack.Scope{Tag: "red"}}); err != nil {
		t.Fatal(err)
	}
	res, events := v.call(t, secret, "GET", "/v1/events?include=visitor", "")
	if res.StatusCode != 200 || read(events, "json.events.0.linkId") != link.ID || read(events, "json.events.0.visitorId") != "" {
		t.Errorf("%d: %v", res.StatusCode, events)
	}
}

func TestAPageTokenOfOtherVisitorsIsRefused(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	for range 3 {
		v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+v.tracked(t, link, "")+`","visitor":{"data":{"plan":"pro"}}}`)
	}
	for _, sort := range []string{"CREATED_AT", "VISIT_COUNT"} {
		list := "/v1/visitors?pageSize=1&sortField=VISITOR_SORT_FIELD_" + sort
		next := "&pageToken=" + read(v.want(t, 200, "GET", list, ""), "json.nextPageToken")
		v.want(t, 200, "GET", list+next, "")
		for _, other := range []string{"&search=pro", "&linkId=" + link.ID, "&email=a@example.com", "&sortDirection=SORT_DIRECTION_ASC", "&responseFormat=RESPONSE_FORMAT_CSV"} {
			if got := v.want(t, 400, "GET", list+other+next, ""); read(got, "details.0.field") != "pageToken" {
				t.Errorf("%s: %s: %v", sort, other, got)
			}
		}
		if answer, got := v.call(t, secret, "GET", "/v1/events?"+next[1:], ""); answer.StatusCode != 400 {
			t.Errorf("%s: events: %d %v", sort, answer.StatusCode, got)
		}
	}
}

func TestWrongIdentificationsAreRefusedByField(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	lbid := v.tracked(t, link, "")
	many := make(map[string]any)
	for i := range 101 {
		many[fmt.Sprint("key ", i)] = i
	}
	for body, field := range map[string]string{
		`{"lbid":"` + lbid + `","visitor":{"data":` + text(t, many) + `}}`: "visitor.data",
		`{"visitor":{"data":{}}}`: "lbid",
		`{"lbid":"bGJpZA=="}`:     "lbid",
		`{"lbid":7}`:              "lbid",
		`{"lbid":"` + lbid + `","visitor":{"data":{"$email":"none"}}}`:                      "visitor.data[$email]",
		`{"lbid":"` + lbid + `","visitor":{"data":{"a":{"b":1}}}}`:                          "visitor.data[a]",
		`{"lbid":"` + lbid + `","visitor":{"data":{"$age":1}}}`:                             "visitor.data[$age]",
		`{"lbid":"` + lbid + `","visitor":{"data":[]}}`:                                     "visitor.data",
		`{"lbid":"` + lbid + `","setOnce":"yes"}`:                                           "setOnce",
		`{"lbid":"` + lbid + `","visitor":{"data":{"` + strings.Repeat("k", 101) + `":1}}}`: "visitor.data[" + strings.Repeat("k", 101) + "]",
	} {
		if got := v.want(t, 400, "POST", "/v1/visitor/identify", body); !strings.HasPrefix(read(got, "details.0.field"), field[:min(len(field), 40)]) {
			t.Errorf("%s: %v, want the field %s", body, got, field)
		}
	}
	v.want(t, 404, "POST", "/v1/visitor/identify", `{"lbid":"AZJhM2Zxc8OPpvxP0sWZJQ","visitor":{"data":{}}}`)
	if all := v.want(t, 200, "GET", "/v1/visitors", ""); read(all, "json.totalCount") != "0" {
		t.Errorf("there are %v", all)
	}
}

func TestATokenChoosesHowAttributesAreSent(t *testing.T) {
	for _, lists := range []bool{false, true} {
		v := newVisited(t, &linkbreakersv1.Options{ListAttributes: lists})
		link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
		id := read(v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+v.tracked(t, link, "")+`","visitor":{"data":`+ada+`}}`), "visitor.id")
		for form, list := range map[string]bool{"": lists, "map": false, "list": true} {
			made := v.want(t, 200, "POST", "/v1/workspace-tokens", `{"keyType":"WORKSPACE_TOKEN_KEY_TYPE_SECRET","attributes":"`+form+`"}`)
			if read(made, "token.attributes") != form {
				t.Errorf("the token is %v, want the form %q", made, form)
			}
			answer, got := v.call(t, read(made, "accessToken"), "GET", "/v1/visitors/"+id, "")
			if _, isList := got["attributes"].([]any); answer.StatusCode != 200 || isList != list {
				t.Fatalf("server %v, token %q: %v", lists, form, got)
			}
			if !list {
				continue
			}
			for place, want := range map[string]string{
				"attributes.0.key": "my_plan", "attributes.0.type": "VISITOR_ATTRIBUTE_TYPE_STRING", "attributes.0.value": "pro",
				"attributes.1.key": "paid", "attributes.1.type": "VISITOR_ATTRIBUTE_TYPE_BOOLEAN", "attributes.1.value": "true", "attributes.1.boolValue": "true",
				"attributes.2.key": "seats", "attributes.2.type": "VISITOR_ATTRIBUTE_TYPE_NUMBER", "attributes.2.value": "3", "attributes.2.numberValue": "3",
				"attributes.3.key": "signupDate", "attributes.3.type": "VISITOR_ATTRIBUTE_TYPE_DATE", "attributes.3.value": "2024-01-01", "attributes.3.dateValue": "2024-01-01T00:00:00Z",
			} {
				if found := read(got, place); found != want {
					t.Errorf("%s is %q, want %q", place, found, want)
				}
			}
		}
		v.want(t, 400, "POST", "/v1/workspace-tokens", `{"keyType":"WORKSPACE_TOKEN_KEY_TYPE_SECRET","attributes":"tree"}`)
	}
}

func TestVisitorsAreListedInEveryOrder(t *testing.T) {
	v := newVisited(t, nil)
	one, two := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true}), v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	for name, links := range map[string][]*linkpack.Link{"ada": {one, one, one}, "bob": {one, two}, "cid": {two}} {
		for _, link := range links {
			lbid := v.tracked(t, link, name)
			v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+lbid+`","visitor":{"data":{"$email":"`+name+`@example.com","$firstName":"`+name+`"}}}`)
		}
	}
	for query, want := range map[string]string{
		"sortField=VISITOR_SORT_FIELD_VISIT_COUNT":                                              "ada bob cid ",
		"sortField=VISITOR_SORT_FIELD_VISIT_COUNT&sortDirection=SORT_DIRECTION_ASC":             "cid bob ada ",
		"sort_field=VISITOR_SORT_FIELD_VISIT_COUNT&linkId=" + two.ID:                            "bob cid ",
		"sortField=VISITOR_SORT_FIELD_VISIT_COUNT&search=D":                                     "ada cid ",
		"email=ADA@example.com":                                                                 "ada ",
		"sortField=VISITOR_SORT_FIELD_QRCODE_COUNT&linkId=" + two.ID + "&email=bob@example.com": "bob ",
	} {
		names, token, pages := "", "", 0
		for {
			got := v.want(t, 200, "GET", "/v1/visitors?pageSize=1&include=links&"+query+"&pageToken="+token, "")
			names += read(got, "json.visitors.0.firstName") + " "
			if total := read(got, "json.totalCount"); total != string(rune('0'+strings.Count(want, " "))) {
				t.Errorf("%s: counts %s", query, total)
			}
			if token = read(got, "json.nextPageToken"); token == "" || pages > 5 {
				break
			}
			pages++
			v.want(t, 400, "GET", "/v1/visitors?search=other&pageToken="+token, "")
		}
		if names != want {
			t.Errorf("%s: %q, want %q", query, names, want)
		}
	}
	for _, query := range []string{"", "&pageSize=2"} {
		sheet := v.want(t, 200, "GET", "/v1/visitors?responseFormat=RESPONSE_FORMAT_CSV"+query, "")
		if rows := table(t, read(sheet, "csv.csvData")); len(rows) != 3-len(query)/9 || !strings.HasSuffix(rows[0]["Email"], "@example.com") || rows[0]["Attributes"] != "{}" {
			t.Errorf("%s: rows are %v", query, rows)
		}
	}
	for query, field := range map[string]string{"pageSize=201": "pageSize", "sortField=NAME": "sortField", "include=cars": "include", "pageToken=x": "pageToken"} {
		if got := v.want(t, 400, "GET", "/v1/visitors?"+query, ""); read(got, "details.0.field") != field {
			t.Errorf("%s: %v", query, got)
		}
	}
}

func TestAPublishableTokenIdentifiesAndIsToldNothing(t *testing.T) {
	v := newVisited(t, nil)
	link := v.NewLink(linkpack.Link{Destination: "https://example.com/", TrackConversions: true})
	first := v.tracked(t, link, "")
	v.want(t, 200, "POST", "/v1/visitor/identify", `{"lbid":"`+first+`","visitor":{"data":`+ada+`}}`)
	page := read(v.want(t, 200, "POST", "/v1/workspace-tokens", `{"keyType":"WORKSPACE_TOKEN_KEY_TYPE_PUBLISHABLE"}`), "accessToken")
	body := `{"lbid":"` + v.tracked(t, link, "") + `","visitor":{"data":{"$email":"ada@example.com"}}}`
	answer, got := v.call(t, page, "POST", "/v1/visitor/identify", body)
	if answer.StatusCode != http.StatusOK || read(got, "visitor.firstName") != "" || read(got, "visitor.attributes") != "map[]" {
		t.Errorf("answered %d %v", answer.StatusCode, got)
	}
	if answer, got := v.call(t, page, "GET", "/v1/visitors", ""); answer.StatusCode != http.StatusForbidden {
		t.Errorf("it lists %v", got)
	}
}
