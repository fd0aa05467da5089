package linkbreakersv1_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestLinksAreMadeAsSDKsAndDocumentsSpell(t *testing.T) {
	sv := newServer(t, nil)
	want := `{"conversionTracking":true,"createdAt":"2026-03-14T12:00:30Z","destination":"https://example.com/a","entrypoint":"https://go.example/one","eventCount":"0",` +
		`"fallbackDestination":"https://example.com/b","id":"ID","leadGoalDefinition":"sign-ups","leadTargetDefinition":"teams","metadata":{"campaign":"q4"},"name":"My Link","shortlink":"one",` +
		`"tags":[{"id":"TAG","name":"tag1"}],"updatedAt":"2026-03-14T12:00:30Z","workspaceId":"default"}`
	for _, body := range []string{
		`{"destination":"https://example.com/a","fallbackDestination":"https://example.com/b","name":"My Link","shortlink":"one","metadata":{"campaign":"q4"},"tags":["tag1"],"leadGoalDefinition":"sign-ups","leadTargetDefinition":"teams","conversionTracking":true,"waitForQrcode":true,"laterField":1,"qrcodeTemplateId":null}`,
		`{"destination":"https://example.com/a","fallback_destination":"https://example.com/b","name":"My Link","shortlink":"two","metadata":{"campaign":"q4"},"tags":["tag1"],"lead_goal_definition":"sign-ups","lead_target_definition":"teams","conversion_tracking":true,"wait_for_qrcode":false}`,
	} {
		link := sv.make(t, body)
		_, got := sv.call(t, secret, "GET", "/v1/links/"+link["id"].(string), "")
		if text(t, got["link"]) != text(t, link) {
			t.Errorf("read as %v, made as %v", got, link)
		}
		link["id"], link["tags"].([]any)[0].(map[string]any)["id"] = "ID", "TAG"
		if link["shortlink"] == "two" {
			link["shortlink"], link["entrypoint"] = "one", "https://go.example/one"
		}
		if got := text(t, link); got != want {
			t.Errorf("%s\nmade %s\nwant %s", body, got, want)
		}
	}
}

func TestChanges(t *testing.T) {
	sv := newServer(t, nil)
	link := sv.make(t, `{"destination":"https://example.com/a","shortlink":"one","name":"first","metadata":{"a":"1"},"tags":["x"]}`)
	path := "/v1/links/" + link["id"].(string)
	for _, try := range []struct{ body, field, want string }{
		{`{"name":"second"}`, "name", `"second"`},
		{`{"tags":["y","z"]}`, "destination", `"https://example.com/a"`},
		{`{"tags_delete":true}`, "tags", `null`},
		{`{"destination":"https://example.com/c"}`, "destination", `"https://example.com/c"`},
		{`{"metadata":{"b":"2"}}`, "metadata", `{"b":"2"}`},
		{`{"name":null}`, "name", `null`},
		{`{"lead_goal_definition":"calls"}`, "leadGoalDefinition", `"calls"`},
		{`{"leadTargetDefinition":"teams"}`, "leadTargetDefinition", `"teams"`},
		{`{"conversionTracking":true}`, "conversionTracking", `true`},
		{`{"shortlink":"other"}`, "entrypoint", `"https://go.example/other"`},
	} {
		answer, got := sv.call(t, secret, "PATCH", path, try.body)
		if answer.StatusCode != 200 {
			t.Fatalf("%s: %d %v", try.body, answer.StatusCode, got)
		}
		if got := text(t, got["link"].(map[string]any)[try.field]); got != try.want {
			t.Errorf("%s: %s is %s, want %s", try.body, try.field, got, try.want)
		}
	}
	for _, code := range []string{"/one", "/other"} { // printed codes go on working
		visit := httptest.NewRecorder()
		sv.ServeHTTP(visit, httptest.NewRequest(http.MethodGet, code, nil))
		if got := visit.Header().Get("Location"); got != "https://example.com/c" {
			t.Errorf("%s leads to %q", code, got)
		}
	}
	if answer, got := sv.call(t, secret, "PATCH", path, `{"shortlink":"one"}`); answer.StatusCode != 200 {
		t.Errorf("taking the first shortlink back: %v", got)
	}
	if answer, got := sv.call(t, secret, "DELETE", path, ""); answer.StatusCode != 200 || len(got) != 0 {
		t.Errorf("removing: %d %v", answer.StatusCode, got)
	}
	if answer, _ := sv.call(t, secret, "GET", path, ""); answer.StatusCode == 200 {
		t.Error("a removed link is there")
	}
}

func TestBulkMakesAllOrNone(t *testing.T) {
	sv := newServer(t, nil)
	answer, got := sv.call(t, secret, "POST", "/v1/links/bulk", `{"links":[{"destination":"https://example.com/1","shortlink":"a"},{"destination":"https://example.com/2"}]}`)
	if answer.StatusCode != 200 || len(got["links"].([]any)) != 2 {
		t.Fatalf("%d %v", answer.StatusCode, got)
	}
	for _, try := range []struct {
		body   string
		status int
		detail string
	}{
		{`{"links":[{"destination":"https://example.com/1","shortlink":"b"},{"destination":"nowhere"}]}`, 400, `{"field":"destination","index":1,"reason":"must be an absolute URL, as in https://example.com/page"}`},
		{`{"links":[{"destination":"https://example.com/1","shortlink":"b"},{"destination":"https://example.com/1","shortlink":"a"}]}`, 409, `{"field":"shortlink","index":1,"reason":"is taken"}`},
		{`{"links":[{"destination":"https://example.com/1","shortlink":"b"},{"destination":5}]}`, 400, `{"field":"destination","index":1,"reason":"must be a string, not number"}`},
		{`{"links":[]}`, 400, `{"field":"links","reason":"must have from 1 to 1000 entries"}`},
		{`{}`, 400, `{"field":"links","reason":"must have from 1 to 1000 entries"}`},
	} {
		answer, got := sv.call(t, secret, "POST", "/v1/links/bulk", try.body)
		details, _ := got["details"].([]any)
		if answer.StatusCode != try.status || len(details) != 1 || text(t, details[0]) != try.detail {
			t.Errorf("%s: %d %v", try.body, answer.StatusCode, text(t, got))
		}
	}
	if _, err := sv.shortener.LinkByCode(t.Context(), "", "", "b"); err == nil {
		t.Error("a link of a refused request was made")
	}
}

func TestErrorsHaveAllFourFields(t *testing.T) {
	sv := newServer(t, nil)
	link := sv.make(t, `{"destination":"https://example.com/a","shortlink":"one"}`)
	path := "/v1/links/" + link["id"].(string)
	for _, try := range []struct {
		token, method, path, body string
		want                      string
	}{
		{secret, "POST", "/v1/links", `{"destination":"invalid-url"}`, `{"code":400,"codeType":"INVALID_ARGUMENT","details":[{"field":"destination","reason":"must be an absolute URL, as in https://example.com/page"}],"message":"destination: must be an absolute URL, as in https://example.com/page"}`},
		{secret, "POST", "/v1/links", `{"destination":"https://example.com/","shortlink":"one"}`, `{"code":409,"codeType":"ALREADY_EXISTS","details":[{"field":"shortlink","reason":"is taken"}],"message":"the shortlink \"one\" is taken"}`},
		{secret, "POST", "/v1/links", `{"fallbackDestination":"x","fallback_destination":"x"}`, `{"code":400,"codeType":"INVALID_ARGUMENT","details":[{"field":"fallbackDestination","reason":"is sent twice, in two spellings"}],"message":"fallbackDestination: is sent twice, in two spellings"}`},
		{secret, "POST", "/v1/links", `[]`, `{"code":400,"codeType":"INVALID_ARGUMENT","details":[],"message":"the body must be an object, not array"}`},
		{secret, "POST", "/v1/links", `{"destination":"https://example.com/","pageThemeId":"x"}`, `{"code":501,"codeType":"UNIMPLEMENTED","details":[{"field":"pageThemeId","reason":"is not served"}],"message":"the field pageThemeId is not served"}`},
		{secret, "POST", "/v1/links/bulk", `{"links":[{"destination":"https://example.com/"},{"destination":"https://example.com/","workflowSteps":[{}]}]}`, `{"code":501,"codeType":"UNIMPLEMENTED","details":[{"field":"workflowSteps","index":1,"reason":"is not served"}],"message":"the field workflowSteps is not served"}`},
		{"", "GET", path, "", `{"code":401,"codeType":"UNAUTHENTICATED","details":[],"message":"missing or invalid API key"}`},
		{"others: " + secret, "GET", path, "", `{"code":404,"codeType":"NOT_FOUND","details":[],"message":"not found"}`},
		{"others: " + secret, "PATCH", path, `{"name":"x"}`, `{"code":404,"codeType":"NOT_FOUND","details":[],"message":"not found"}`},
		{"others: " + secret, "DELETE", path, "", `{"code":404,"codeType":"NOT_FOUND","details":[],"message":"not found"}`},
		{secret, "GET", "/v1/nothing", "", `{"code":404,"codeType":"NOT_FOUND","details":[],"message":"there is nothing at this path"}`},
		{secret, "PUT", path, "", `{"code":405,"codeType":"UNIMPLEMENTED","details":[],"message":"method not allowed"}`},
		{secret, "POST", "/v1/agent/message", "{}", `{"code":501,"codeType":"UNIMPLEMENTED","details":[],"message":"POST /v1/agent/message is not served"}`},
		{secret, "POST", "/v1/links/x/workflow-steps", "{}", `{"code":501,"codeType":"UNIMPLEMENTED","details":[],"message":"POST /v1/links/x/workflow-steps is not served"}`},
	} {
		if _, got := sv.call(t, try.token, try.method, try.path, try.body); text(t, got) != try.want {
			t.Errorf("%s %s %s:\n got %s\nwant %s", try.method, try.path, try.body, text(t, got), try.want)
		}
	}
}

func TestIndexNeedsNoToken(t *testing.T) {
	answer, got := newServer(t, nil).call(t, "", "GET", "/v1", "")
	if answer.StatusCode != 200 || got["version"] != "v1" || got["name"] == nil || got["links"] == nil {
		t.Errorf("%d %v", answer.StatusCode, got)
	}
}

func TestQuotaIsToldInThreeFamiliesOfHeaders(t *testing.T) {
	sv := newServer(t, &linkbreakersv1.Options{})
	answer, _ := sv.call(t, secret, "GET", "/v1/links/none", "")
	for name, want := range map[string]string{
		"RateLimit-Policy": `"default";q=1000;w=60`, "RateLimit": `"default";r=999;t=30`,
		"RateLimit-Limit": "1000", "RateLimit-Remaining": "999", "RateLimit-Reset": "30",
		"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "999", "X-RateLimit-Reset": "1773489660", // 12:01:00
	} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for range 999 {
		sv.call(t, secret, "GET", "/v1/links/none", "")
	}
	answer, got := sv.call(t, secret, "GET", "/v1/links/none", "")
	if answer.StatusCode != 429 || answer.Header.Get("Retry-After") != "30" || got["codeType"] != "RESOURCE_EXHAUSTED" {
		t.Errorf("over the limit: %d, Retry-After %q, %v", answer.StatusCode, answer.Header.Get("Retry-After"), got)
	}
}

func TestAShortlinkInAnotherCaseIsNotGivenUpWhereCaseDoesNotMatter(t *testing.T) {
	sv := newServerOn(t, memory.New(), &linkpack.Options{BaseURL: "https://go.example", FoldCase: true}, nil)
	path := "/v1/links/" + sv.make(t, `{"destination":"https://example.com/","shortlink":"spring"}`)["id"].(string)
	for _, shortlink := range []string{"Spring", "summer", "SPRING", "spring"} {
		answer, got := sv.call(t, secret, "PATCH", path, `{"shortlink":"`+shortlink+`"}`)
		if answer.StatusCode != 200 {
			t.Fatalf("%s: %d %v", shortlink, answer.StatusCode, got)
		}
	}
	link, err := sv.shortener.LinkByCode(t.Context(), "", "", "spring")
	if err != nil || len(link.Aliases) != 1 || link.Aliases[0].ShortCode != "summer" {
		t.Errorf("%+v, %v", link, err)
	}
}

func TestWrongFieldsOfLinksAreNamed(t *testing.T) {
	sv := newServer(t, nil)
	path := "/v1/links/" + sv.make(t, `{"destination":"https://example.com/","shortlink":"one"}`)["id"].(string)
	var keys []string
	for i := range 51 {
		keys = append(keys, fmt.Sprintf(`"key%d":"value"`, i))
	}
	many := "{" + strings.Join(keys, ",") + "}"
	for _, try := range []struct{ body, detail string }{
		{`{"metadata":` + many + `}`, `{"field":"metadata","reason":"has 51 keys, at most 50 are allowed"}`},
		{`{"metadata":{"nested":{}}}`, `{"field":"metadata[nested]","reason":"must be a string, not object"}`},
		{`{"leadGoalDefinition":"` + strings.Repeat("x", 1001) + `"}`, `{"field":"leadGoalDefinition","reason":"has 1001 characters, at most 1000 are allowed"}`},
		{`{"lead_target_definition":"` + strings.Repeat("x", 1001) + `"}`, `{"field":"leadTargetDefinition","reason":"has 1001 characters, at most 1000 are allowed"}`},
		{`{"conversionTracking":"yes"}`, `{"field":"conversionTracking","reason":"must be true or false, not string"}`},
		{`{"tagsDelete":"yes"}`, `{"field":"tagsDelete","reason":"must be true or false, not string"}`},
		{`{"tags":["ok",""]}`, `{"field":"tags[1]","reason":"must not be empty"}`},
		{`{"shortlink":"v1"}`, `{"field":"shortlink","reason":"\"v1\" is reserved"}`},
		{`{"lead_goal_definition":"a","leadGoalDefinition":"a"}`, `{"field":"leadGoalDefinition","reason":"is sent twice, in two spellings"}`},
	} {
		answer, got := sv.call(t, secret, "PATCH", path, try.body)
		details, _ := got["details"].([]any)
		if answer.StatusCode != 400 || len(details) != 1 || text(t, details[0]) != try.detail {
			t.Errorf("%.80s: %d %s", try.body, answer.StatusCode, text(t, got))
		}
	}
	if _, got := sv.call(t, secret, "GET", path+"?include=tags,everything", ""); got["code"] != 400.0 {
		t.Errorf("an unknown include: %v", got)
	}
	if answer, got := sv.call(t, secret, "GET", path+"?include=customDomain,qrcode_design&include=qrcodeSignedUrl&include=tags&include=pageTheme", ""); answer.StatusCode != 200 {
		t.Errorf("the known includes: %v", got)
	}
}

func TestAShortlinkIsTakenInOneDomainOnly(t *testing.T) {
	sv := newServerOn(t, memory.New(), &linkpack.Options{BaseURL: "https://go.example", Domains: []string{"other.example"}}, nil)
	if _, err := sv.shortener.CreateLink(t.Context(), linkpack.Link{Domain: "other.example", ShortCode: "spring", Destination: "https://example.com/"}); err != nil {
		t.Fatal(err)
	}
	body := `{"destination":"https://example.com/","shortlink":"spring"}`
	sv.make(t, body)
	answer, got := sv.call(t, secret, "POST", "/v1/links", body)
	if answer.StatusCode != 409 || text(t, got["details"]) != `[{"field":"shortlink","reason":"is taken"}]` {
		t.Errorf("on the same domain: %v", got)
	}
}
