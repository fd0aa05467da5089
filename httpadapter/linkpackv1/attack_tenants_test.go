package linkpackv1_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
)

// attempt is a request of another workspace. {id} and the other names in braces
// are replaced by what the victim has, or by what nobody has; {own} and {owntag}
// are the attacker's.
type attempt struct{ target, body, key string }

// attempts returns what is tried, by route. Each route needs an entry, so that a
// new one is not forgotten.
func attempts() map[string][]attempt {
	lists := func(path string) []attempt {
		var list []attempt
		for _, filter := range []string{"domain={host}", "tag={tag}", "group={group}", "search={name}", "search={code}", "cursor={cursor}", ""} {
			list = append(list, attempt{target: path + "?" + filter})
		}
		return list
	}
	const bulk, link, domain = "/api/v1/links/bulk", "/api/v1/link/{id}", "/api/v1/domains/{host}"
	const a = `"longUrl":"https://a.test/"`
	return map[string][]attempt{
		"POST /api/v1/shorten": {
			{"/api/v1/shorten", `{` + a + `,"domain":"{host}"}`, ""},
			{"/api/v1/shorten", `{` + a + `,"design":"{design}"}`, ""},
			{"/api/v1/shorten", `{` + a + `,"aliases":[{"domain":"{host}","short_code":"{code}"}]}`, ""},
			{"/api/v1/shorten", `{"longUrl":"https://victim.example/key"}`, "{key}"},
			{"/api/v1/shorten", `{` + a + `,"externalId":"{external}"}`, ""},
			{"/api/v1/shorten", `{` + a + `,"externalId":"{external}","findIfExists":true}`, ""},
			{"/api/v1/shorten", `{"longUrl":"https://victim.example/secret","findIfExists":true}`, ""},
		},
		"GET /api/v1/link":      {{"/api/v1/link?externalId={external}", "", ""}, {"/api/v1/link?externalId={id}", "", ""}},
		"GET /api/v1/link/{id}": {{link, "", ""}, {"/api/v1/link/{binned}?deleted=true", "", ""}, {link + "?deleted=true", "", ""}},
		"POST /api/v1/link/{id}/restore": {
			{"/api/v1/link/{binned}/restore", "", ""}, {"/api/v1/link/{binned}/restore", `{"shortCode":null}`, ""}, {link + "/restore", "", ""},
		},
		"POST /api/v1/links/bulk/restore": {
			{bulk + "/restore", `{"links":[{"id":"{binned}"}]}`, ""}, {bulk + "/restore", `{"links":[{"id":"{binned}","shortCode":null},{"id":"{own}"}]}`, ""},
		},
		"GET /api/v1/link/{id}/stats": {{link + "/stats", "", ""}, {"/api/v1/link/{binned}/stats", "", ""}, {link + "/stats?top=0", "", ""}},
		"PATCH /api/v1/link/{id}": {
			{link, `{"name":"mine"}`, ""}, {link, `{}`, ""}, {link, `{"name":7}`, ""}, {link, `{"shortCode":"mine"}`, ""},
			{"/api/v1/link/{own}", `{"externalId":"{external}"}`, ""},
			{"/api/v1/link/{own}", `{"design":"{design}"}`, ""},
			{"/api/v1/link/{own}", `{"domain":"{host}"}`, ""},
			{"/api/v1/link/{own}", `{"aliases":[{"domain":"{host}","short_code":"x1"}]}`, ""},
			{"/api/v1/link/{own}", `{"id":"{id}"}`, ""},
		},
		"DELETE /api/v1/link/{id}": {{link, "", ""}, {link + "?permanent=true", "", ""}, {"/api/v1/link/{binned}?permanent=true", "", ""}},
		"PATCH /api/v1/links": {
			{target: "/api/v1/links?group={group}&dryRun=true", body: `{"name":"x"}`}, {target: "/api/v1/links?tag={tag}&expected=0", body: `{"name":"x"}`},
			{target: "/api/v1/links?search={code}&expected=1", body: `{"name":"x"}`}, {target: "/api/v1/links?domain={host}&dryRun=true", body: `{"name":"x"}`},
		},
		"DELETE /api/v1/links": {
			{target: "/api/v1/links?group={group}&dryRun=true"}, {target: "/api/v1/links?tag={tag}&expected=0"},
			{target: "/api/v1/links?search={code}&expected=1"}, {target: "/api/v1/links?domain={host}&dryRun=true"},
		},
		"GET /api/v1/links": append(lists("/api/v1/links"), attempt{"/api/v1/links?deleted=true", "", ""}),
		"POST /api/v1/links/bulk": {
			{bulk, `{"links":[{` + a + `},{` + a + `,"domain":"{host}"}]}`, ""},
			{bulk, `{"links":[{` + a + `},{` + a + `,"design":"{design}"}]}`, ""},
		},
		"PATCH /api/v1/links/bulk": {
			{bulk, `{"links":[{"id":"{own}","name":"x"},{"id":"{id}","name":"x"}]}`, ""},
			{bulk, `{"links":[{"id":"{own}","domain":"{host}"}]}`, ""},
		},
		"DELETE /api/v1/links/bulk": {{bulk, `{"ids":["{own}","{id}"]}`, ""}, {bulk, `{"ids":["{id}"]}`, ""}, {bulk + "?permanent=true", `{"ids":["{binned}"]}`, ""}},
		"GET /api/v1/links/qr.zip":  lists("/api/v1/links/qr.zip"),
		"POST /api/v1/links/qr.zip": {{"/api/v1/links/qr.zip", `{"ids":["{own}","{id}"]}`, ""}},
		"GET /api/v1/stats/{shortCode}": {
			{"/api/v1/stats/{code}", "", ""}, {"/api/v1/stats/{alias}", "", ""}, {"/api/v1/stats/{code}?domain={host}", "", ""},
			{"/api/v1/stats/{code}?top=0", "", ""}, {"/api/v1/stats/own?domain={host}", "", ""},
		},
		"GET /api/v1/tags":           {{"/api/v1/tags", "", ""}},
		"PATCH /api/v1/tags/{name}":  {{"/api/v1/tags/{tag}", `{"name":"x"}`, ""}, {"/api/v1/tags/owntag", `{"name":"{tag}"}`, ""}},
		"DELETE /api/v1/tags/{name}": {{"/api/v1/tags/{tag}", "", ""}},
		"GET /api/v1/domains":        {{"/api/v1/domains", "", ""}},
		"POST /api/v1/domains": {
			{"/api/v1/domains", `{"host":"{host}"}`, ""}, {"/api/v1/domains", `{"host":"{host}","fold_case":true}`, ""},
		},
		"GET /api/v1/domains/{host}":         {{domain, "", ""}, {"/api/v1/domains/{claim}", "", ""}},
		"PATCH /api/v1/domains/{host}":       {{domain, `{"root_url":"https://a.test/"}`, ""}, {domain, `{"fold_case":true}`, ""}},
		"DELETE /api/v1/domains/{host}":      {{domain, "", ""}},
		"POST /api/v1/domains/{host}/verify": {{domain + "/verify", "", ""}},
	}
}

// checkAttempt makes an attempt with values of the victim and, in an equal world,
// with the values of nobody. The answers must be the same.
func checkAttempt(t *testing.T, method string, a attempt, token string) {
	t.Helper()
	victim, control := newWorld(t), newWorld(t)
	before := victim.everything(t)
	status, answer := victim.try(method, a, victim.values, filled(token, victim.values))
	wantStatus, want := control.try(method, a, control.strangers(), filled(token, control.strangers()))
	if status != wantStatus || withoutRandom(answer) != withoutRandom(want) && !strings.Contains(a.target, "{cursor}") {
		t.Errorf("%s %s %s: answered %d %s\nand for what does not exist %d %s", method, a.target, a.body, status, answer, wantStatus, want)
	}
	if strings.Contains(answer, "victim") && !strings.Contains(a.body, "victim") {
		t.Errorf("%s %s %s: shows %s", method, a.target, a.body, answer)
	}
	if after := victim.everything(t); after != before {
		t.Errorf("%s %s %s: changed\n%s\nto\n%s", method, a.target, a.body, before, after)
	}
}

// TestAnotherWorkspaceIsAsIfItDidNotExist tries every operation with ids, codes,
// hosts and so on of another workspace. With LINKPACK_ATTACK=1 it tries each value
// in every place, also where another kind is expected.
func TestAnotherWorkspaceIsAsIfItDidNotExist(t *testing.T) {
	s := newServer(t, nil)
	images := newImages(t, s.shortener)
	all := attempts()
	for _, route := range linkpackv1.New(&linkpackv1.Options{Codes: images}).Routes(s.shortener) {
		if route.Public {
			continue
		}
		pattern := route.Method + " " + route.Path
		tries := all[pattern]
		delete(all, pattern)
		t.Run(pattern, func(t *testing.T) {
			if len(tries) == 0 {
				t.Fatal("nothing is tried")
			}
			if os.Getenv("LINKPACK_ATTACK") == "1" {
				tries = crossed(tries)
			}
			for _, a := range tries {
				checkAttempt(t, route.Method, a, foreign)
			}
			checkAttempt(t, route.Method, tries[0], "{token}") // the id of a token is no secret and opens nothing
		})
	}
	for pattern := range all {
		t.Errorf("%s is no route", pattern)
	}
}

// crossed returns the attempts with each kind of value in place of each other.
func crossed(tries []attempt) []attempt {
	kinds := []string{"id", "binned", "code", "alias", "tag", "group", "name", "host", "key", "design", "token", "claim", "external"}
	list := slices.Clone(tries)
	for _, a := range tries {
		for _, from := range kinds {
			for _, to := range kinds {
				put := func(s string) string { return strings.ReplaceAll(s, "{"+from+"}", "{"+to+"}") }
				if other := (attempt{put(a.target), put(a.body), put(a.key)}); other != a {
					list = append(list, other)
				}
			}
		}
	}
	return list
}
