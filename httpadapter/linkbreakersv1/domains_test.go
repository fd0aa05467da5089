package linkbreakersv1_test

import (
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// newDomainServer returns a server and the DNS that it asks.
func newDomainServer(t testing.TB) (*server, *linkpacktest.Records) {
	t.Helper()
	records := new(linkpacktest.Records)
	return newServerOn(t, memory.New(), &linkpack.Options{
		BaseURL: "https://go.example", Clock: func() time.Time { return noon }, LookupTXT: records.LookupTXT,
	}, nil), records
}

// domain makes a domain and returns its path.
func (sv *server) domain(t testing.TB, token, name string) string {
	t.Helper()
	answer, got := sv.call(t, token, "POST", "/v1/custom-domains", `{"name":"`+name+`"}`)
	if answer.StatusCode != 200 {
		t.Fatalf("making a domain: %d %v", answer.StatusCode, got)
	}
	return "/v1/custom-domains/" + got["customDomain"].(map[string]any)["id"].(string)
}

// prove sets the record that a domain asks for, and has it checked.
func (sv *server) prove(t testing.TB, records *linkpacktest.Records, token, path string) map[string]any {
	t.Helper()
	_, got := sv.call(t, token, "GET", path+"/validation_instructions", "")
	record := got["validations"].([]any)[0].(map[string]any)
	if record["type"] != "TYPE_TXT" || record["purpose"] != "PURPOSE_OWNERSHIP" {
		t.Errorf("the record is %v", record)
	}
	records.Set(record["name"].(string), record["value"].(string))
	answer, got := sv.call(t, token, "POST", path+"/check", "")
	if answer.StatusCode != 200 {
		t.Fatalf("checking a domain: %d %v", answer.StatusCode, got)
	}
	return got["customDomain"].(map[string]any)
}

func TestTheWayOfADomain(t *testing.T) {
	sv, records := newDomainServer(t)
	path := sv.domain(t, secret, "QR.example.com")
	id := strings.TrimPrefix(path, "/v1/custom-domains/")
	const at = `"2026-03-14T12:00:30Z"`
	for _, step := range []struct{ method, path, want string }{
		{"GET", path, `{"customDomain":{"createdAt":` + at + `,"id":"` + id + `","name":"qr.example.com","status":"STATUS_INACTIVE","workspaceId":"default"}}`},
		{"POST", path + "/check", `{"customDomain":{"createdAt":` + at + `,"id":"` + id + `","lastCheckedAt":` + at + `,"name":"qr.example.com","status":"STATUS_VERIFICATION_PENDING","workspaceId":"default"}}`},
	} {
		if _, got := sv.call(t, secret, step.method, step.path, ""); text(t, got) != step.want {
			t.Errorf("%s %s:\n got %s\nwant %s", step.method, step.path, text(t, got), step.want)
		}
	}
	active := sv.prove(t, records, secret, path)
	if active["status"] != "STATUS_ACTIVE" || active["activatedAt"] != "2026-03-14T12:00:30Z" || active["lastCheckedAt"] != "2026-03-14T12:00:30Z" {
		t.Errorf("checked with the record: %v", active)
	}
	for _, body := range []string{`{"rootDestination":"https://example.com/home"}`, `{"root_destination":"https://example.com/home","name":"other.example"}`} {
		_, got := sv.call(t, secret, "PATCH", path, body)
		if d := got["customDomain"].(map[string]any); d["rootDestination"] != "https://example.com/home" || d["name"] != "qr.example.com" {
			t.Errorf("%s: %v", body, got)
		}
	}
	root := httptest.NewRecorder()
	sv.ServeHTTP(root, httptest.NewRequest("GET", "https://qr.example.com/", nil))
	if got := root.Header().Get("Location"); got != "https://example.com/home" {
		t.Errorf("the root leads to %q", got)
	}
	if _, got := sv.call(t, secret, "PATCH", path, `{"rootDestination":""}`); got["customDomain"].(map[string]any)["rootDestination"] != nil {
		t.Errorf("cleared: %v", got)
	}
	if answer, got := sv.call(t, secret, "DELETE", path, ""); answer.StatusCode != 200 || len(got) != 0 {
		t.Errorf("removed: %d %v", answer.StatusCode, got)
	}
	if answer, _ := sv.call(t, secret, "GET", path, ""); answer.StatusCode != 404 {
		t.Errorf("when it is removed: %d", answer.StatusCode)
	}
}

func TestDomainsAreListedByStatus(t *testing.T) {
	sv, records := newDomainServer(t)
	sv.domain(t, secret, "new.example")
	sv.call(t, secret, "POST", sv.domain(t, secret, "failed.example")+"/check", "")
	sv.prove(t, records, secret, sv.domain(t, secret, "active.example"))
	sv.domain(t, "others: "+secret, "theirs.example")
	for query, want := range map[string]string{
		"":                                    "active.example failed.example new.example",
		"?status=STATUS_UNSPECIFIED":          "active.example failed.example new.example",
		"?status=STATUS_ACTIVE":               "active.example",
		"?status=STATUS_INACTIVE":             "new.example",
		"?status=STATUS_VERIFICATION_PENDING": "failed.example",
		"?status=STATUS_CERTIFICATE_PENDING":  "",
	} {
		_, got := sv.call(t, secret, "GET", "/v1/custom-domains"+query, "")
		names := []string{}
		for _, d := range got["customDomains"].([]any) {
			names = append(names, d.(map[string]any)["name"].(string))
		}
		if strings.Join(names, " ") != want {
			t.Errorf("%s: %v, want %s", query, names, want)
		}
	}
}

func TestWrongRequestsForDomains(t *testing.T) {
	sv, records := newDomainServer(t)
	path := sv.domain(t, secret, "a.example")
	used := sv.domain(t, secret, "used.example")
	id := sv.prove(t, records, secret, used)["id"].(string)
	sv.make(t, `{"destination":"https://example.com/","customDomainId":"`+id+`"}`)
	const domains, none = "/v1/custom-domains", "/v1/custom-domains/01900000-0000-7000-8000-000000000000"
	for _, try := range []struct {
		method, path, body string
		status             int
		detail             string // the field, and a part of the reason
	}{
		{"POST", domains, `{}`, 400, `"field":"name"`},
		{"POST", domains, `{"name":"no host"}`, 400, `"field":"name"`},
		{"POST", domains, `{"name":"localhost"}`, 400, `"field":"name"`},
		{"POST", domains, `{"name":"https://a.example/"}`, 400, `"field":"name"`},
		{"POST", domains, `{"name":5}`, 400, `"field":"name","reason":"must be a string, not number"`},
		{"POST", domains, `{"name":"A.example"}`, 409, `"field":"name","reason":"is already registered"`},
		{"POST", domains, `{"name":"go.example"}`, 409, `"field":"name","reason":"is already registered"`},
		{"PATCH", path, `{"rootDestination":"javascript:alert(1)"}`, 400, `"field":"rootDestination"`},
		{"PATCH", path, `{"rootDestination":"https://a.example/x"}`, 400, `"field":"rootDestination"`},
		{"PATCH", none, `{"rootDestination":"https://example.com/"}`, 404, ""},
		{"GET", none, "", 404, ""}, {"DELETE", none, "", 404, ""}, {"POST", none + "/check", "", 404, ""},
		{"GET", none + "/validation_instructions", "", 404, ""},
		{"DELETE", used, "", 400, `"field":"name","reason":"still has links`},
		{"GET", domains + "?status=ACTIVE", "", 400, `"field":"status"`},
		{"GET", domains + "?status=STATUS_ACTIVE&status=STATUS_INACTIVE", "", 400, `"field":"status"`},
	} {
		answer, got := sv.call(t, secret, try.method, try.path, try.body)
		if answer.StatusCode != try.status || !strings.Contains(text(t, got["details"]), try.detail) {
			t.Errorf("%s %s %s: %d %v", try.method, try.path, try.body, answer.StatusCode, text(t, got))
		}
	}
	for _, try := range []struct{ method, path string }{{"GET", ""}, {"PATCH", ""}, {"DELETE", ""}, {"POST", "/check"}, {"GET", "/validation_instructions"}} {
		if answer, got := sv.call(t, "others: "+secret, try.method, used+try.path, `{}`); answer.StatusCode != 404 {
			t.Errorf("another workspace: %s %s: %d %v", try.method, try.path, answer.StatusCode, got)
		}
	}
}

func TestAWorkspaceHasALimitedNumberOfDomainsWithoutProof(t *testing.T) {
	sv, _ := newDomainServer(t)
	for i := range 100 {
		sv.domain(t, secret, fmt.Sprintf("d%d.example", i))
	}
	answer, got := sv.call(t, secret, "POST", "/v1/custom-domains", `{"name":"more.example"}`)
	if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"name","reason":"the workspace has 100 domains that are not verified`) {
		t.Errorf("one more: %d %v", answer.StatusCode, got)
	}
}

func TestAHostIsTheWorkspacesThatProvesItFirst(t *testing.T) {
	sv, records := newDomainServer(t)
	theirs := sv.domain(t, "others: "+secret, "a.example")
	sv.prove(t, records, secret, sv.domain(t, secret, "a.example"))
	_, got := sv.call(t, "others: "+secret, "GET", theirs+"/validation_instructions", "")
	record := got["validations"].([]any)[0].(map[string]any)
	records.Set(record["name"].(string), record["value"].(string))
	answer, got := sv.call(t, "others: "+secret, "POST", theirs+"/check", "")
	if answer.StatusCode != 409 || got["codeType"] != "ALREADY_EXISTS" || !strings.Contains(got["message"].(string), "verified by another workspace") {
		t.Errorf("%d %v", answer.StatusCode, got)
	}
}

func TestADomainStaysAsItIsWhenTheDNSDoesNotAnswer(t *testing.T) {
	sv, records := newDomainServer(t)
	path := sv.domain(t, secret, "a.example")
	records.Fail(&net.DNSError{Err: "timeout", Name: "a.example", IsTimeout: true})
	if answer, got := sv.call(t, secret, "POST", path+"/check", ""); answer.StatusCode != 503 || got["codeType"] != "UNAVAILABLE" {
		t.Errorf("%d %v", answer.StatusCode, got)
	}
	records.Fail(errors.New("no resolver"))
	if answer, got := sv.call(t, secret, "POST", path+"/check", ""); answer.StatusCode != 500 {
		t.Errorf("%d %v", answer.StatusCode, got)
	}
	if _, got := sv.call(t, secret, "GET", path, ""); got["customDomain"].(map[string]any)["status"] != "STATUS_INACTIVE" {
		t.Errorf("it is %v", got)
	}
}

func TestLinksOnACustomDomain(t *testing.T) {
	sv, records := newDomainServer(t)
	id := sv.prove(t, records, secret, sv.domain(t, secret, "qr.example.com"))["id"].(string)
	foreign := sv.prove(t, records, "others: "+secret, sv.domain(t, "others: "+secret, "b.example"))["id"].(string)
	pending := strings.TrimPrefix(sv.domain(t, secret, "c.example"), "/v1/custom-domains/")
	sv.make(t, `{"destination":"https://example.com/default","shortlink":"holiday"}`) // which is taken there alone
	for _, body := range []string{
		`{"destination":"https://example.com/a","shortlink":"holiday","customDomainId":"` + id + `"}`,
		`{"destination":"https://example.com/a","shortlink":"holiday-2","custom_domain_id":"` + id + `"}`,
	} {
		link := sv.make(t, body)
		if link["customDomainId"] != id || link["entrypoint"] != "https://qr.example.com/"+link["shortlink"].(string) {
			t.Errorf("%s: made %v", body, link)
		}
		path := "/v1/links/" + link["id"].(string)
		if _, got := sv.call(t, secret, "GET", path, ""); text(t, got["link"]) != text(t, link) {
			t.Errorf("read as %v", got)
		}
		if answer, got := sv.call(t, secret, "PATCH", path, `{"customDomainId":"`+id+`","name":"same"}`); answer.StatusCode != 200 || got["link"].(map[string]any)["customDomainId"] != id {
			t.Errorf("kept: %d %v", answer.StatusCode, got)
		}
	}
	link := sv.make(t, `{"destination":"https://example.com/b","shortlink":"moved"}`)
	path := "/v1/links/" + link["id"].(string)
	for sent, want := range map[string]any{`"` + id + `"`: id, "null": nil} {
		answer, got := sv.call(t, secret, "PATCH", path, `{"customDomainId":`+sent+`}`)
		if answer.StatusCode != 200 || got["link"].(map[string]any)["customDomainId"] != want {
			t.Errorf("moved to %s: %d %v", sent, answer.StatusCode, got)
		}
	}
	for name, sent := range map[string]string{
		"another workspace's": `"` + foreign + `"`, "not verified": `"` + pending + `"`, "nobody's": `"01900000-0000-7000-8000-000000000000"`, "a number": "5",
	} {
		answer, got := sv.call(t, secret, "POST", "/v1/links", `{"destination":"https://example.com/","customDomainId":`+sent+`}`)
		if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"customDomainId"`) {
			t.Errorf("%s: %d %v", name, answer.StatusCode, got)
		}
	}
	answer, got := sv.call(t, secret, "POST", "/v1/links", `{"destination":"https://example.com/","shortlink":"holiday","customDomainId":"`+id+`"}`)
	if answer.StatusCode != 409 {
		t.Errorf("taken there: %d %v", answer.StatusCode, got)
	}
}

func TestTheCustomDomainOfALinkIsIncluded(t *testing.T) {
	sv, records := newDomainServer(t)
	path := sv.domain(t, secret, "qr.example.com")
	id := sv.prove(t, records, secret, path)["id"].(string)
	_, shown := sv.call(t, secret, "GET", path, "")
	on := sv.make(t, `{"destination":"https://example.com/a","customDomainId":"`+id+`"}`)
	off := sv.make(t, `{"destination":"https://example.com/b"}`)
	check := func(link any, want any) {
		t.Helper()
		if got := text(t, link.(map[string]any)["customDomain"]); got != text(t, want) {
			t.Errorf("included %s, want %s", got, text(t, want))
		}
	}
	for query, want := range map[string]any{"": nil, "?include=tags": nil, "?include=tags,customDomain": shown["customDomain"], "?include=custom_domain": shown["customDomain"]} {
		_, got := sv.call(t, secret, "GET", "/v1/links/"+on["id"].(string)+query, "")
		check(got["link"], want)
		_, got = sv.call(t, secret, "GET", "/v1/links/"+off["id"].(string)+query, "")
		check(got["link"], nil)
	}
	_, got := sv.call(t, secret, "GET", "/v1/links?include=customDomain&sortBy=LINK_SORT_FIELD_CREATED_AT&sortDirection=SORT_DIRECTION_ASC", "")
	check(got["links"].([]any)[0], shown["customDomain"])
	check(got["links"].([]any)[1], nil)
}

func TestAvailabilityOnACustomDomain(t *testing.T) {
	sv, records := newDomainServer(t)
	id := sv.prove(t, records, secret, sv.domain(t, secret, "qr.example.com"))["id"].(string)
	sv.make(t, `{"destination":"https://example.com/a","shortlink":"there","customDomainId":"`+id+`"}`)
	sv.make(t, `{"destination":"https://example.com/b","shortlink":"here"}`)
	for query, want := range map[string]bool{
		"shortlink=there": true, "shortlink=here": false, "shortlink=there&customDomainId=" + id: false, "shortlink=here&custom_domain_id=" + id: true,
	} {
		if _, got := sv.call(t, secret, "GET", "/v1/links/shortlink-availability?"+query, ""); got["available"] != want {
			t.Errorf("%s: %v", query, got)
		}
	}
	answer, got := sv.call(t, "others: "+secret, "GET", "/v1/links/shortlink-availability?shortlink=free&customDomainId="+id, "")
	if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"customDomainId"`) {
		t.Errorf("another workspace's domain: %d %v", answer.StatusCode, got)
	}
}
