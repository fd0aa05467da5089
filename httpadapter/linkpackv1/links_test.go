package linkpackv1_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

// object is a JSON object of an answer.
type object = map[string]any

// ok makes a request that must succeed and returns its answer.
func (sv *server) ok(t testing.TB, method, target, body string) object {
	t.Helper()
	status, answer := sv.call(secret, method, target, body)
	var parsed object
	if err := json.Unmarshal([]byte(answer), &parsed); err != nil || status != http.StatusOK {
		t.Fatalf("%s %s: answered %d %s", method, target, status, answer)
	}
	return parsed
}

func TestPatchLeavesAbsentFieldsAlone(t *testing.T) {
	sv := newServer(t, nil)
	id := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","name":"N","tags":["a","b"],"metadata":{"k":"v","l":"w"},
		"utm_source":"s","timezone":"Europe/Paris","redirect_status":302,"expires_at":"2027-01-01T00:00:00Z",
		"traffic_routing":[{"id":"r","condition":"geo","value":"US","destination":"https://example.com/us"}]}`)["id"].(string)
	before := sv.ok(t, "GET", "/api/v1/link/"+id, "")
	if after := sv.ok(t, "PATCH", "/api/v1/link/"+id, `{}`); !reflect.DeepEqual(after, before) {
		t.Errorf("an empty change changed %v to %v", before, after)
	}
	sv.sleep(time.Minute)
	if after := sv.ok(t, "PATCH", "/api/v1/link/"+id, `{"utm_term":null,"forward_path":false}`); !reflect.DeepEqual(after, before) {
		t.Errorf("clearing what is not set changed %v to %v", before, after)
	}
	before["name"] = "M"
	after := sv.ok(t, "PATCH", "/api/v1/link/"+id, `{"name":"M"}`)
	before["updatedAt"], before["revision"] = after["updatedAt"], after["revision"]
	if !reflect.DeepEqual(after, before) {
		t.Errorf("link is %v, want %v", after, before)
	}
	if again := sv.ok(t, "GET", "/api/v1/link/"+id, ""); !reflect.DeepEqual(again, after) {
		t.Errorf("stored is %v, answered was %v", again, after)
	}
}

func TestPatchOfEmptyCollectionsLeavesABareLinkAlone(t *testing.T) {
	sv := newServer(t, nil)
	id := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/"}`)["id"].(string)
	before := sv.ok(t, "GET", "/api/v1/link/"+id, "")
	sv.sleep(time.Minute)
	for _, body := range []string{`{"metadata":{}}`, `{"tags":[]}`, `{"traffic_routing":[]}`} {
		if after := sv.ok(t, "PATCH", "/api/v1/link/"+id, body); !reflect.DeepEqual(after, before) {
			t.Errorf("%s changed %v to %v", body, before, after)
		}
	}
}

func TestPatchClearsOnNull(t *testing.T) {
	sv := newServer(t, nil)
	bare := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","shortCode":"bare"}`)["id"].(string)
	design, err := sv.shortener.CreateDesign(t.Context(), linkpack.StoredDesign{Body: []byte(`{"width":500}`)})
	if err != nil {
		t.Fatal(err)
	}
	full := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","design":"`+design.ID+`","name":"N","tags":["a"],"metadata":{"k":"v"},
		"utm_source":"s","utm_medium":"s","utm_campaign":"s","utm_term":"s","utm_content":"s","timezone":"Europe/Paris","forward_query":true,"forward_path":true,
		"redirect_status":302,"starts_at":"2026-01-01T00:00:00Z","expires_at":"2027-01-01T00:00:00Z","archived":true,"externalId":"x",
		"notes":"n","group":"g","aliases":[{"short_code":"other"}],"max_clicks":1,"fallback_url":"https://example.com/f","password":"p",
		"retargeting_scripts":[{"content":"x()"}],"preview_title":"t","preview_description":"d","preview_image":"https://example.com/i.png",
		"traffic_routing":[{"condition":"geo","value":"US","destination":"https://example.com/us"}]}`)["id"].(string)
	want := sv.ok(t, "GET", "/api/v1/link/"+bare, "")
	got := sv.ok(t, "PATCH", "/api/v1/link/"+full, `{"name":null,"tags":null,"metadata":null,"utm_source":null,"utm_medium":null,
		"utm_campaign":null,"utm_term":null,"utm_content":null,"timezone":null,"forward_query":null,"forward_path":null,"redirect_status":null,
		"starts_at":null,"expires_at":null,"archived":null,"traffic_routing":null,"domain":null,"notes":null,"group":null,"aliases":null,
		"max_clicks":null,"fallback_url":null,"password":null,"retargeting_scripts":null,
		"preview_title":null,"preview_description":null,"preview_image":null,"design":null,"externalId":null}`)
	for _, own := range []string{"id", "shortCode", "shortUrl", "createdAt", "updatedAt", "revision"} {
		got[own] = want[own]
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("cleared is %v, want %v", got, want)
	}
}

func TestCodeOfAnotherWorkspacesDeletedLinkIsNotSaidToBeInUse(t *testing.T) {
	sv := newServer(t, nil)
	link, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{Workspace: "others", Destination: "https://example.com/", ShortCode: "once"})
	if err == nil {
		err = sv.shortener.DeleteLink(t.Context(), "others", link.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	status, message, fields := sv.refused(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","shortCode":"once"}`)
	const want = `the short code "once" belonged to a link of another workspace, and is never given again`
	if status != 409 || message != want || !slices.Equal(fields, []string{"shortCode"}) {
		t.Errorf("answered %d %q, naming %q", status, message, fields)
	}
}

func TestDesignOfTheQRCode(t *testing.T) {
	sv := newServer(t, nil)
	design, err := sv.shortener.CreateDesign(t.Context(), linkpack.StoredDesign{Body: []byte(`{"width":500}`)})
	if err != nil {
		t.Fatal(err)
	}
	id := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","design":"`+design.ID+`"}`)["id"].(string)
	if link := sv.ok(t, "GET", "/api/v1/link/"+id, ""); link["design"] != design.ID {
		t.Errorf("the design is %v, want %v", link["design"], design.ID)
	}
	if status, message, _ := sv.refused(t, "PATCH", "/api/v1/link/"+id, `{"design":"x"}`); status != 400 || message != `design: there is no design "x"` {
		t.Errorf("an unknown one: %d %s", status, message)
	}
}

func TestRulesThatAreNeverReachedAreWarnedOf(t *testing.T) {
	sv := newServer(t, nil)
	id := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","traffic_routing":[
		{"id":"a","condition":"geo","value":"US,CA","destination":"https://example.com/a"},
		{"id":"b","condition":"geo","value":"CA","destination":"https://example.com/b"}]}`)["id"].(string)
	link := sv.ok(t, "GET", "/api/v1/link/"+id, "")
	want := []any{map[string]any{"field": "traffic_routing[1]", "reason": `rule "b" is never reached, since rule "a" takes all its visits`}}
	if !reflect.DeepEqual(link["warnings"], want) {
		t.Errorf("warnings are %v, want %v", link["warnings"], want)
	}
	link = sv.ok(t, "PATCH", "/api/v1/link/"+id, `{"traffic_routing":[{"condition":"browser","value":"Chrome,IE","destination":"https://example.com/a"}]}`)
	want = []any{map[string]any{"field": "traffic_routing[0].value", "reason": `"IE" matches no visit; the browser is called Internet Explorer`}}
	if !reflect.DeepEqual(link["warnings"], want) {
		t.Errorf("warnings are %v, want %v", link["warnings"], want)
	}
	link = sv.ok(t, "PATCH", "/api/v1/link/"+id, `{"traffic_routing":[{"condition":"geo","value":"US","destination":"https://example.com/a"}]}`)
	if _, warned := link["warnings"]; warned {
		t.Errorf("warnings are %v, want none", link["warnings"])
	}
}

func TestPatchReplacesCollectionsWhole(t *testing.T) {
	sv := newServer(t, nil)
	id := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","tags":["a","b"],"metadata":{"k":"v"},
		"traffic_routing":[{"id":"a","condition":"percentage","percentage":50,"timezone":"Europe/Paris","destination":"https://example.com/a"},
		{"id":"b","condition":"percentage","percentage":50,"destination":"https://example.com/b"}]}`)["id"].(string)
	got := sv.ok(t, "PATCH", "/api/v1/link/"+id, `{"tags":["c"],"metadata":{"l":"w"},
		"traffic_routing":[{"id":"b","condition":"percentage","percentage":60,"destination":"https://example.com/b"}]}`)
	for field, want := range map[string]any{
		"tags": []any{"c"}, "metadata": object{"l": "w"},
		"traffic_routing": []any{object{"id": "b", "condition": "percentage", "percentage": 60.0, "destination": "https://example.com/b"}},
	} {
		if !reflect.DeepEqual(got[field], want) {
			t.Errorf("%s is %v, want %v", field, got[field], want)
		}
	}
}

func TestSplitsAreKeptAndNeverShown(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{AllowUnknownFields: true})
	status, body := sv.call(secret, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/",
		"traffic_routing":[{"id":"a","condition":"percentage","percentage":50,"split":"chosen","destination":"https://example.com/a"}]}`)
	if status != 200 {
		t.Fatal(body)
	}
	var made struct{ ID string }
	if err := json.Unmarshal([]byte(body), &made); err != nil {
		t.Fatal(err)
	}
	before, err := sv.shortener.Link(t.Context(), "", made.ID)
	if err != nil || before.Rules[0].Split == "chosen" || before.Rules[0].Split == "" {
		t.Fatalf("split is %q, %v", before.Rules[0].Split, err)
	}
	if _, body = sv.call(secret, "PATCH", "/api/v1/link/"+made.ID, `{"traffic_routing":[{"id":"a","condition":"percentage","percentage":60,
		"split":"other","destination":"https://example.com/a"}]}`); strings.Contains(body, "split") {
		t.Errorf("the split is shown: %s", body)
	}
	after, err := sv.shortener.Link(t.Context(), "", made.ID)
	if err != nil || after.Rules[0].Split != before.Rules[0].Split || *after.Rules[0].Percentage != 60 {
		t.Errorf("rule is %+v, was %+v, %v", after.Rules[0], before.Rules[0], err)
	}
}

func TestAFullLinkCanBeSentBack(t *testing.T) {
	sv := newServer(t, nil)
	link := sv.withClicks(t)
	before := sv.ok(t, "GET", "/api/v1/link/"+link.ID, "")
	body, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	after := sv.ok(t, "PATCH", "/api/v1/link/"+link.ID, string(body))
	if before["updatedAt"] = after["updatedAt"]; !reflect.DeepEqual(after, before) {
		t.Errorf("changed %v to %v", before, after)
	}
}

func TestDeleteTwice(t *testing.T) {
	sv := newServer(t, nil)
	link := sv.withClicks(t)
	for _, want := range []int{200, 404} {
		if status, body := sv.call(secret, "DELETE", "/api/v1/link/"+link.ID, ""); status != want {
			t.Errorf("answered %d %s, want %d", status, body, want)
		}
	}
	for _, path := range []string{"/api/v1/link/" + link.ID, "/api/v1/stats/abc123"} {
		if status, _ := sv.call(secret, "GET", path, ""); status != 404 {
			t.Errorf("%s of a deleted link: status is %d", path, status)
		}
	}
}

func TestLinksAreListedPageByPage(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	for i := range 25 {
		sv.ok(t, "POST", "/api/v1/shorten", fmt.Sprintf(`{"longUrl":"https://example.com/%d","shortCode":"code-%d"}`, i, i))
	}
	var codes []string
	for cursor, pages := "", 0; ; pages++ {
		page := sv.ok(t, "GET", "/api/v1/links?limit=10&cursor="+cursor, "")
		for _, link := range page["links"].([]any) {
			codes = append(codes, link.(object)["shortCode"].(string))
		}
		next, more := page["nextCursor"].(string)
		if !more {
			break
		}
		if cursor = next; pages > 3 {
			t.Fatal("the pages do not end")
		}
	}
	if len(codes) != 25 || codes[0] != "code-24" || codes[24] != "code-0" {
		t.Errorf("listed %v", codes)
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 100_000}})
	shared := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/"}`)["id"].(string)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 10 {
				code := fmt.Sprintf("c-%d-%d", i, j)
				status, answer := sv.call(secret, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","shortCode":"`+code+`"}`)
				if status != 200 {
					t.Errorf("making %s: %d %s", code, status, answer)
				}
				sv.visit("/"+code, "192.0.2.1", phone, "")
				if status, answer = sv.call(secret, "PATCH", "/api/v1/link/"+shared, `{"metadata":{"`+code+`":"x"}}`); status != 200 {
					t.Errorf("changing: %d %s", status, answer)
				}
				if status, answer = sv.call(secret, "GET", "/api/v1/stats/"+code, ""); status != 200 {
					t.Errorf("counting %s: %d %s", code, status, answer)
				}
			}
		})
	}
	wg.Wait()
}
