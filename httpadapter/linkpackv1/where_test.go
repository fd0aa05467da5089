package linkpackv1_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

// withGroup makes n links in the group g and one in another, and one in g of another
// workspace.
func withGroup(t *testing.T, n int) *server {
	t.Helper()
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	links := slices.Repeat([]linkpack.Link{{Destination: "https://example.com/", Group: "g"}}, n)
	links = append(links, linkpack.Link{Destination: "https://example.com/", Group: "other"}, linkpack.Link{Workspace: "others", Destination: "https://example.com/", Group: "g"})
	for i := range n {
		links[i].ShortCode = fmt.Sprintf("code%d", i)
	}
	if _, err := sv.shortener.CreateLinks(t.Context(), links); err != nil {
		t.Fatal(err)
	}
	return sv
}

// all sends a request until there is no next cursor, and adds up the answers.
func (sv *server) all(t *testing.T, method, target, body string) (requests int, matched, changed float64, failed []any) {
	t.Helper()
	next := "&expected=" + fmt.Sprint(sv.ok(t, method, target+"&dryRun=true", body)["matched"])
	for {
		answer := sv.ok(t, method, target+next, body)
		requests++
		matched += answer["matched"].(float64)
		changed += answer["changed"].(float64)
		failed = append(failed, answer["failed"].([]any)...)
		cursor, ok := answer["nextCursor"].(string)
		if !ok {
			return requests, matched, changed, failed
		}
		next = "&cursor=" + url.QueryEscape(cursor)
	}
}

func TestLinksThatMatchAreChangedAndRemoved(t *testing.T) {
	sv := withGroup(t, 260)
	for _, c := range []struct {
		method, target, body string
		requests             int
		matched              float64
	}{
		{"PATCH", "/api/v1/links?group=g", `{"name":"N","archived":true}`, 2, 260},
		{"PATCH", "/api/v1/links?group=g&archived=true&limit=100", `{"group":"h","archived":false}`, 3, 260},
		{"PATCH", "/api/v1/links?search=code1", `{"domain":"go.example.org","tags":["t"]}`, 1, 111},
		{"PATCH", "/api/v1/links?domain=go.example.org", `{"domain":null}`, 1, 111},
		{"DELETE", "/api/v1/links?tag=t", "", 1, 111},
		{"DELETE", "/api/v1/links?group=h&limit=80", "", 2, 149},
		{"DELETE", "/api/v1/links?group=h", "", 1, 0},
	} {
		requests, matched, changed, failed := sv.all(t, c.method, c.target, c.body)
		if requests != c.requests || matched != c.matched || changed != c.matched || len(failed) > 0 {
			t.Errorf("%s %s: %d requests, %v matched, %v changed, failed %v", c.method, c.target, requests, matched, changed, failed)
		}
	}
	for workspace, group := range map[string]string{"": "other", "others": "g"} {
		page, err := sv.shortener.ListLinks(t.Context(), linkpack.LinkQuery{Workspace: workspace})
		if err != nil || len(page.Links) != 1 || page.Links[0].Group != group || page.Links[0].Revision != 1 {
			t.Errorf("workspace %q: %+v, %v", workspace, page, err)
		}
	}
}

func TestLinksThatCannotBeChangedAreNamed(t *testing.T) {
	sv := withGroup(t, 3)
	id := sv.ok(t, "GET", "/api/v1/links?search=code1", "")["links"].([]any)[0].(object)["id"].(string)
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","domain":"go.example.org","shortCode":"code1"}`)
	answer := sv.ok(t, "PATCH", "/api/v1/links?group=g&expected=3", `{"domain":"go.example.org"}`)
	failed := answer["failed"].([]any)
	if answer["matched"] != 3.0 || answer["changed"] != 2.0 || len(failed) != 1 {
		t.Fatalf("answered %v", answer)
	}
	want := `map[details:[map[field:short_code reason:is taken]] error:the short code "code1" is taken id:` + id + `]`
	if got := fmt.Sprint(failed[0]); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	answer = sv.ok(t, "PATCH", "/api/v1/links?group=g&expected=3", `{"long_url":"nowhere"}`)
	if failed := answer["failed"].([]any); len(failed) != 3 || failed[0].(object)["error"] != "long_url: must be an absolute URL, as in https://example.com/page" {
		t.Errorf("answered %v", answer)
	}
}

func TestADryRunChangesNothing(t *testing.T) {
	sv := withGroup(t, 3)
	before := sv.ok(t, "GET", "/api/v1/links", "")
	for _, request := range [][3]string{
		{"PATCH", "/api/v1/links?group=g&dryRun=true", `{"name":"N"}`}, {"DELETE", "/api/v1/links?group=g&dryRun=true", ""},
	} {
		if got := fmt.Sprint(sv.ok(t, request[0], request[1], request[2])); got != "map[changed:0 failed:[] matched:3 nextCursor:<nil>]" {
			t.Errorf("%q: answered %s", request, got)
		}
	}
	if after := sv.ok(t, "GET", "/api/v1/links", ""); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("links are changed")
	}
}

func TestQueriesThatAreRefusedChangeNothing(t *testing.T) {
	sv := withGroup(t, 3)
	before := sv.ok(t, "GET", "/api/v1/links", "")
	cursor := url.QueryEscape(sv.ok(t, "GET", "/api/v1/links?limit=1", "")["nextCursor"].(string))
	for name, c := range map[string]struct {
		query, body string
		status      int
		field       string
	}{
		"no filter":                     {"expected=4", `{"name":"N"}`, 400, ""},
		"an empty filter":               {"group=&expected=4", `{"name":"N"}`, 400, ""},
		"no number":                     {"group=g", `{"name":"N"}`, 400, "expected"},
		"a number that is none":         {"group=g&expected=all", `{"name":"N"}`, 400, "expected"},
		"a number below zero":           {"group=g&expected=-1", `{"name":"N"}`, 400, "expected"},
		"another number":                {"group=g&expected=4", `{"name":"N"}`, 409, "expected"},
		"a dry run that is none":        {"group=g&dryRun=yes", `{"name":"N"}`, 400, "dryRun"},
		"a cursor with a number":        {"group=g&expected=3&cursor=" + cursor, `{"name":"N"}`, 400, "expected"},
		"a dry run with a cursor":       {"group=g&dryRun=true&cursor=" + cursor, `{"name":"N"}`, 400, "dryRun"},
		"an unknown cursor":             {"group=g&cursor=x", `{"name":"N"}`, 400, "cursor"},
		"a large limit":                 {"group=g&expected=3&limit=1001", `{"name":"N"}`, 400, "limit"},
		"an order":                      {"group=g&expected=3&sort=name", `{"name":"N"}`, 400, "sort"},
		"a repeated filter":             {"group=g&group=other&expected=3", `{"name":"N"}`, 400, "group"},
		"a code for all":                {"group=g&expected=3", `{"shortCode":"x"}`, 400, "shortCode"},
		"a code in the other spelling":  {"group=g&expected=3", `{"short_code":"x"}`, 400, "short_code"},
		"aliases for all":               {"group=g&expected=3", `{"aliases":[]}`, 400, "aliases"},
		"an id":                         {"group=g&expected=3", `{"id":"x"}`, 400, "id"},
		"an unknown field":              {"group=g&expected=3", `{"colour":"red"}`, 400, "colour"},
		"a wrong type":                  {"group=g&expected=3", `{"name":7}`, 400, "name"},
		"a list":                        {"group=g&expected=3", `[]`, 400, ""},
		"a password that is not a text": {"group=g&expected=3", `{"password":7}`, 400, "password"},
	} {
		status, _, fields := sv.refused(t, "PATCH", "/api/v1/links?"+c.query, c.body)
		if status != c.status || len(fields) > 1 || c.field != "" && !slices.Equal(fields, []string{c.field}) {
			t.Errorf("%s: answered %d naming %q", name, status, fields)
		}
	}
	if status, _, _ := sv.refused(t, "DELETE", "/api/v1/links?expected=4", ""); status != 400 {
		t.Errorf("removing without a filter: answered %d", status)
	}
	if after := sv.ok(t, "GET", "/api/v1/links", ""); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Error("links are changed")
	}
}

func TestCursorsOfOtherFiltersAreRefused(t *testing.T) {
	sv := withGroup(t, 5)
	list := sv.ok(t, "GET", "/api/v1/links?group=g&limit=2", "")["nextCursor"].(string)
	where := sv.ok(t, "PATCH", "/api/v1/links?group=g&limit=2&expected=5", `{"name":"N"}`)["nextCursor"].(string)
	for _, target := range []string{
		"/api/v1/links?group=g&cursor=" + url.QueryEscape(list), "/api/v1/links?group=other&cursor=" + url.QueryEscape(where),
		"/api/v1/links?group=g&archived=false&cursor=" + url.QueryEscape(where), "/api/v1/links?group=g&cursor=x",
	} {
		if status, answer := sv.call(secret, "DELETE", target, ""); status != 400 || !strings.Contains(answer, `"field":"cursor"`) {
			t.Errorf("%s: %d %s", target, status, answer)
		}
	}
	if answer := sv.ok(t, "DELETE", "/api/v1/links?group=g&cursor="+url.QueryEscape(where), ""); answer["changed"] != 3.0 {
		t.Errorf("going on: %v", answer)
	}
}

func TestARefusedBulkDeletionIsNotCalledMissing(t *testing.T) {
	sv := withGroup(t, 1)
	token, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Scope: linkpack.Scope{Rights: linkpack.MayRead}})
	if err != nil {
		t.Fatal(err)
	}
	id := sv.ok(t, "GET", "/api/v1/links?group=g", "")["links"].([]any)[0].(object)["id"].(string)
	for _, target := range []string{"/api/v1/links/bulk", "/api/v1/links/bulk?permanent=true"} {
		if status, answer := sv.call(token.Secret, "DELETE", target, `{"ids":["`+id+`"]}`); status != 403 {
			t.Errorf("%s with a token that may only read: %d %s", target, status, answer)
		}
	}
}
