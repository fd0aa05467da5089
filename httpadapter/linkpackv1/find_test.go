package linkpackv1_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
)

func TestFindIfExists(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: generous()})
	shorten := func(fields string) map[string]any {
		t.Helper()
		return sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/a"`+fields+`}`)
	}
	plain := shorten("")
	if _, has := plain["created"]; has {
		t.Errorf("a plain answer has created: %v", plain)
	}
	for _, c := range []struct {
		fields  string
		same    map[string]any
		created any
	}{
		{`,"findIfExists":true`, plain, false},
		{`,"findIfExists":true,"name":"other"`, plain, false},
		{`,"findIfExists":true,"externalId":"x"`, plain, false},
		{`,"findIfExists":false`, nil, nil},
		{`,"findIfExists":null`, nil, nil},
		{`,"externalId":"x"`, nil, nil},
	} {
		got := shorten(c.fields)
		if (got["id"] == plain["id"]) != (c.same != nil) || got["created"] != c.created {
			t.Errorf("%s: %v, want %v, created %v", c.fields, got, c.same, c.created)
		}
	}
	got := shorten(`,"findIfExists":true,"externalId":"x"`)
	link := sv.ok(t, "GET", "/api/v1/link?externalId=x", "")
	if got["id"] != link["id"] || link["externalId"] != "x" || got["created"] != false {
		t.Errorf("found %v, want %v", got, link)
	}
	if moved := sv.ok(t, "PATCH", "/api/v1/link/"+link["id"].(string), `{"externalId":"y"}`); moved["externalId"] != "y" {
		t.Errorf("changed to %v", moved)
	}
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/a","externalId":"x"}`)
}

func TestFaultsOfFindIfExists(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: generous()})
	sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/a","externalId":"x","shortCode":"taken"}`)
	other := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/a"}`)["id"].(string)
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		field              string
	}{
		"not a boolean":         {"POST", "/shorten", `{"longUrl":"https://a.test/","findIfExists":"yes"}`, 400, "findIfExists"},
		"another spelling":      {"POST", "/shorten", `{"longUrl":"https://a.test/","find_if_exists":true}`, 400, "find_if_exists"},
		"another spelling (id)": {"POST", "/shorten", `{"longUrl":"https://a.test/","external_id":"x"}`, 400, "external_id"},
		"of a change":           {"PATCH", "/link/" + other, `{"findIfExists":true}`, 400, "findIfExists"},
		"a limit":               {"POST", "/shorten", `{"longUrl":"https://a.test/","findIfExists":true,"max_clicks":1}`, 400, "max_clicks"},
		"a password":            {"POST", "/shorten", `{"longUrl":"https://a.test/","findIfExists":true,"password":"p"}`, 400, "password"},
		"some of several":       {"POST", "/links/bulk", `{"links":[{"longUrl":"https://a.test/","findIfExists":true},{"longUrl":"https://b.test/"}]}`, 400, "links[1].findIfExists"},
		"one of several":        {"POST", "/links/bulk", `{"links":[{"longUrl":"https://a.test/","findIfExists":true},{"longUrl":"b","findIfExists":true}]}`, 400, "links[1].longUrl"},
		"a long id":             {"POST", "/shorten", `{"longUrl":"https://a.test/","externalId":"` + strings.Repeat("x", 256) + `"}`, 400, "externalId"},
		"a number":              {"POST", "/shorten", `{"longUrl":"https://a.test/","externalId":7}`, 400, "externalId"},
		"a line break":          {"PATCH", "/link/" + other, `{"externalId":"a\nb"}`, 400, "externalId"},
		"a taken id":            {"PATCH", "/link/" + other, `{"externalId":"x"}`, 409, "externalId"},
		"a taken id of several": {"POST", "/links/bulk", `{"links":[{"longUrl":"https://a.test/"},{"longUrl":"https://b.test/","externalId":"x"}]}`, 409, "links[1].externalId"},
		"a taken id of changes": {"PATCH", "/links/bulk", `{"links":[{"id":"` + other + `","externalId":"x"}]}`, 409, "links[0].externalId"},
		"a taken code":          {"POST", "/links/bulk", `{"links":[{"longUrl":"https://a.test/","externalId":"x","findIfExists":true},{"longUrl":"https://b.test/","shortCode":"taken","findIfExists":true}]}`, 409, "links[1].shortCode"},
		"no id":                 {"GET", "/link?externalId=", "", 400, "externalId"},
		"two ids":               {"GET", "/link?externalId=x&externalId=y", "", 400, "externalId"},
	} {
		status, message, fields := sv.refused(t, c.method, "/api/v1"+c.path, c.body)
		if status != c.status || !slices.Equal(fields, []string{c.field}) {
			t.Errorf("%s: answered %d %q, naming %q", name, status, message, fields)
		}
	}
	answer, _ := sv.with("POST", "/api/v1/shorten", `{"longUrl":"https://a.test/","findIfExists":true}`, "Idempotency-Key: k")
	if answer.StatusCode != http.StatusBadRequest {
		t.Errorf("with an Idempotency-Key: answered %d", answer.StatusCode)
	}
	if list := sv.ok(t, "GET", "/api/v1/links", ""); len(list["links"].([]any)) != 2 {
		t.Errorf("links were made: %v", list)
	}
}

func TestAnExternalIDIsNotTheIDOfAnotherLink(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: generous()})
	var ids []string
	for range 3 {
		ids = append(ids, sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/a"}`)["id"].(string))
	}
	sv.ok(t, "DELETE", "/api/v1/link/"+ids[1], "")
	for _, id := range ids[:2] {
		link := `{"longUrl":"https://example.com/b","externalId":"` + id + `"}`
		for _, c := range [][4]string{
			{"POST", "/api/v1/shorten", link, "externalId"},
			{"POST", "/api/v1/shorten", strings.Replace(link, "{", `{"findIfExists":true,`, 1), "externalId"},
			{"POST", "/api/v1/links/bulk", `{"links":[` + link + `]}`, "links[0].externalId"},
			{"PATCH", "/api/v1/link/" + ids[2], `{"externalId":"` + id + `"}`, "externalId"},
		} {
			if status, message, fields := sv.refused(t, c[0], c[1], c[2]); status != http.StatusConflict || !slices.Equal(fields, []string{c[3]}) {
				t.Errorf("%s %s: %d %q, naming %q", c[0], c[1], status, message, fields)
			}
		}
	}
}
