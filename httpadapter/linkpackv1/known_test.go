package linkpackv1_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

// generous is a limit that no test reaches.
func generous() httpadapter.Limit { return httpadapter.Limit{Requests: 1000} }

// ask makes the request of a line such as "PATCH /api/v1/tags/a {…}".
func (sv *server) ask(t *testing.T, line string) (status int, message string, fields []string) {
	t.Helper()
	method, rest, _ := strings.Cut(line, " ")
	target, body, _ := strings.Cut(rest, " ")
	return sv.refused(t, method, target, body)
}

func TestUnknownFieldsAreRefusedByName(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: generous()})
	for request, want := range map[string][]string{
		`POST /api/v1/shorten {"longUrl":"https://a.test/","colour":"red","created_at":"x","traffic_routing":[{"condition":"geo","value":"US","destination":"https://a.test/us","weight":1,"split":"s"},{"clauses":[{"condition":"geo","value":"CA","negate":true}],"destination":"https://a.test/ca"}]}`: {
			"colour", "created_at", "traffic_routing[0].split", "traffic_routing[0].weight", "traffic_routing[1].clauses[0].negate",
		},
		`POST /api/v1/links/bulk {"links":[{"longUrl":"https://a.test/"}],"dry":true}`:                              {"dry"},
		`POST /api/v1/links/bulk {"links":[{"longUrl":"https://a.test/"},{"longurl":"x"}]}`:                         {"links[1].longurl"},
		`PATCH /api/v1/links/bulk {"links":[{"id":"x","customCode":"y"}]}`:                                          {"links[0].customCode"},
		`DELETE /api/v1/links/bulk {"ids":["x"],"force":true}`:                                                      {"force"},
		`PATCH /api/v1/link/x {"slug":"y"}`:                                                                         {"slug"},
		`PATCH /api/v1/tags/a {"name":"b","colour":"red"}`:                                                          {"colour"},
		`POST /api/v1/domains {"host":"a.example","color":"red"}`:                                                   {"color"},
		`PATCH /api/v1/domains/a.example {"ssl":true}`:                                                              {"ssl"},
		`POST /api/v1/shorten {"longUrl":"https://a.test/","aliases":[{"short_code":"a","b":"c"}]}`:                 {"aliases[0].b"},
		`POST /api/v1/shorten {"longUrl":"https://a.test/","retargeting_scripts":[{"content":"a()","async":true}]}`: {"retargeting_scripts[0].async"},
		`GET /api/v1/links?tags=spring`:                                                                             {"tags"},
		`GET /api/v1/links?limit=5&page=2`:                                                                          {"page"},
		`GET /api/v1/stats/abc123?from=2026-03-01`:                                                                  {"from"},
		`GET /api/v1/stats/abc123?start_date=2026-03-01&filter[country]=US`:                                         {"start_date"},
		`GET /api/v1/domains?limit=5`:                                                                               {"limit"},
		`DELETE /api/v1/link/x?dry_run=true`:                                                                        {"dry_run"},
		`POST /api/v1/shorten?domain=go.example.org {"longUrl":"https://a.test/"}`:                                  {"domain"},
		`POST /api/v1/shorten {"longUrl":"https://a.test/","` + strings.Repeat("x", 1000) + `":1}`:                  {strings.Repeat("x", 64)},
	} {
		if status, _, fields := sv.ask(t, request); status != http.StatusBadRequest || !slices.Equal(fields, want) {
			t.Errorf("%.200s: answered %d, naming %q, want %q", request, status, fields, want)
		}
	}
	if all := sv.ok(t, "GET", "/api/v1/links", ""); len(all["links"].([]any)) != 0 {
		t.Error("a refused request made a link")
	}
}

func TestTheKnownFieldThatIsProbablyMeantIsNamed(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: generous()})
	shorten := func(field string) string {
		return `POST /api/v1/shorten {"longUrl":"https://a.test/","` + field + `":"x"}`
	}
	for request, want := range map[string]string{
		shorten("customCode"):                     "customCode: is not a known field; did you mean shortCode?",
		shorten("custom_code"):                    "custom_code: is not a known field; did you mean shortCode?",
		shorten("code"):                           "code: is not a known field; did you mean shortCode?",
		shorten("slug"):                           "slug: is not a known field; did you mean shortCode?",
		shorten("shortcode"):                      "shortcode: is not a known field; did you mean shortCode?",
		shorten("shrotCode"):                      "shrotCode: is not a known field; did you mean shortCode?",
		shorten("url"):                            "url: is not a known field; did you mean longUrl?",
		shorten("originalURL"):                    "originalURL: is not a known field; did you mean longUrl?",
		shorten("created_at"):                     "created_at: is not a known field; did you mean createdAt?",
		shorten("maxClicks"):                      "maxClicks: is not a known field; did you mean max_clicks?",
		shorten("max_visits"):                     "max_visits: is not a known field; did you mean max_clicks?",
		shorten("Password"):                       "Password: is not a known field; did you mean password?",
		shorten("passwrd"):                        "passwrd: is not a known field; did you mean password?",
		shorten("expires"):                        "expires: is not a known field; did you mean expires_at?",
		shorten("expiry"):                         "expiry: is not a known field; did you mean expires_at?",
		shorten("tag"):                            "tag: is not a known field; did you mean tags?",
		shorten("title"):                          "title: is not a known field; did you mean name?",
		shorten("campaign"):                       "campaign: is not a known field; did you mean utm_campaign?",
		shorten("utmSource"):                      "utmSource: is not a known field; did you mean utm_source?",
		shorten("routing"):                        "routing: is not a known field; did you mean traffic_routing?",
		shorten("fallback"):                       "fallback: is not a known field; did you mean fallback_url?",
		shorten("ogImage"):                        "ogImage: is not a known field; did you mean preview_image?",
		shorten("colour"):                         "colour: is not a known field",
		shorten("x"):                              "x: is not a known field",
		shorten("_"):                              "_: is not a known field",
		shorten("größe"):                          "größe: is not a known field",
		`PATCH /api/v1/link/x {"expiresAt":null}`: "expiresAt: is not a known field; did you mean expires_at?",
		`POST /api/v1/links/bulk {"links":[{"longUrl":"https://a.test/","Tags":[]}]}`:                                           "links[0].Tags: is not a known field; did you mean tags?",
		`POST /api/v1/shorten {"longUrl":"https://a.test/","traffic_routing":[{"condition":"geo","value":"US","url":"x"}]}`:     "traffic_routing[0].url: is not a known field",
		`POST /api/v1/shorten {"longUrl":"https://a.test/","traffic_routing":[{"Condition":"geo","value":"US"}]}`:               "traffic_routing[0].Condition: is not a known field; did you mean condition?",
		`POST /api/v1/shorten {"longUrl":"https://a.test/","traffic_routing":[{"condition":"geo","value":"US","utmTerm":"x"}]}`: "traffic_routing[0].utmTerm: is not a known field; did you mean utm_term?",
		`POST /api/v1/domains {"host":"a.example","foldCase":true}`:                                                             "foldCase: is not a known field; did you mean fold_case?",
		`POST /api/v1/domains {"domain":"a.example"}`:                                                                           "domain: is not a known field",
		`GET /api/v1/links?tags=a`:                       "tags: is not a parameter of this operation; did you mean tag?",
		`GET /api/v1/links?q=a`:                          "q: is not a parameter of this operation; did you mean search?",
		`GET /api/v1/stats/abc123?start_date=2026-03-01`: "start_date: is not a parameter of this operation; did you mean startDate?",
		`GET /api/v1/stats/abc123?tz=UTC`:                "tz: is not a parameter of this operation; did you mean timezone?",
		`DELETE /api/v1/link/x?force=1`:                  "force: is not a parameter of this operation",
	} {
		if status, message, _ := sv.ask(t, request); status != http.StatusBadRequest || message != want {
			t.Errorf("%s: answered %d %q, want %q", request, status, message, want)
		}
	}
}

func TestUnknownFieldsCanBeAllowed(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{AllowUnknownFields: true, Limit: generous()})
	made := sv.ok(t, "POST", "/api/v1/shorten?_=17", `{"longUrl":"https://a.test/","colour":"red","id":"mine",
		"traffic_routing":[{"condition":"geo","value":"US","destination":"https://a.test/us","weight":1}]}`)
	sv.ok(t, "PATCH", "/api/v1/link/"+made["id"].(string), `{"colour":"blue","disabled":true}`)
	for request, want := range map[string]string{
		`POST /api/v1/shorten {"longUrl":"https://a.test/","maxClicks":1}`:                                        "maxClicks: is not a known field; did you mean max_clicks?",
		`POST /api/v1/shorten {"longUrl":"https://a.test/","traffic_routing":[{"Destination":"https://b.test"}]}`: "traffic_routing[0].Destination: is not a known field; did you mean destination?",
		`POST /api/v1/domains {"host":"a.example","foldCase":true}`:                                               "foldCase: is not a known field; did you mean fold_case?",
		`GET /api/v1/links?Limit=1`: "Limit: is not a parameter of this operation; did you mean limit?",
	} {
		if status, message, _ := sv.ask(t, request); status != http.StatusBadRequest || message != want {
			t.Errorf("%s: answered %d %q, want %q", request, status, message, want)
		}
	}
}

func TestTheAgeOfALinkIsSetWhenItIsMade(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: generous()})
	const old = "2019-05-04T11:30:00Z"
	id := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://a.test/","createdAt":"`+old+`"}`)["id"].(string)
	many := sv.ok(t, "POST", "/api/v1/links/bulk", `{"links":[{"longUrl":"https://a.test/","createdAt":"`+old+`"}]}`)
	for _, id := range []string{id, many["links"].([]any)[0].(object)["id"].(string)} {
		if link := sv.ok(t, "GET", "/api/v1/link/"+id, ""); link["createdAt"] != old {
			t.Errorf("made at %v, want %s", link["createdAt"], old)
		}
	}
	for request, want := range map[string]string{
		`POST /api/v1/shorten {"longUrl":"https://a.test/","createdAt":"2100-01-01T00:00:00Z"}`:                "createdAt",
		`POST /api/v1/shorten {"longUrl":"https://a.test/","createdAt":"yesterday"}`:                           "createdAt",
		`POST /api/v1/links/bulk {"links":[{"longUrl":"https://a.test/","createdAt":"2100-01-01T00:00:00Z"}]}`: "links[0].createdAt",
		`PATCH /api/v1/link/` + id + ` {"createdAt":"2020-01-01T00:00:00Z"}`:                                   "createdAt",
		`PATCH /api/v1/link/` + id + ` {"createdAt":null}`:                                                     "createdAt",
		`PATCH /api/v1/links/bulk {"links":[{"id":"` + id + `","createdAt":"2020-01-01T00:00:00Z"}]}`:          "links[0].createdAt",
	} {
		if status, message, fields := sv.ask(t, request); status != http.StatusBadRequest || !slices.Equal(fields, []string{want}) {
			t.Errorf("%s: answered %d %q, naming %q", request, status, message, fields)
		}
	}
}

func TestFieldsThatTheServerSetsAreNotPassedOver(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: generous()})
	link := sv.withClicks(t)
	for request, want := range map[string]string{
		`POST /api/v1/shorten {"longUrl":"https://a.test/","id":"mine"}`:                        "id",
		`POST /api/v1/shorten {"longUrl":"https://a.test/","disabled":true}`:                    "disabled",
		`POST /api/v1/links/bulk {"links":[{"longUrl":"https://a.test/","has_password":true}]}`: "links[0].has_password",
		`PATCH /api/v1/link/` + link.ID + ` {"id":"mine"}`:                                      "id",
		`PATCH /api/v1/link/` + link.ID + ` {"shortUrl":"https://evil.test/"}`:                  "shortUrl",
		`PATCH /api/v1/link/` + link.ID + ` {"disabled":true}`:                                  "disabled",
		`PATCH /api/v1/link/` + link.ID + ` {"has_password":true}`:                              "has_password",
		`POST /api/v1/domains {"host":"a.example","status":"ACTIVE"}`:                           "status",
		`PATCH /api/v1/domains/links.example.net {"status":"ACTIVE"}`:                           "status",
		`PATCH /api/v1/domains/links.example.net {"host":"a.example"}`:                          "host",
		`PATCH /api/v1/domains/links.example.net {"id":"mine"}`:                                 "id",
	} {
		if status, message, fields := sv.ask(t, request); status != http.StatusBadRequest || !slices.Equal(fields, []string{want}) {
			t.Errorf("%s: answered %d %q, naming %q", request, status, message, fields)
		}
	}
	checkUntouched(t, sv, link)
}

func TestAnswersCanBeSentBack(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: generous()})
	link := sv.withClicks(t)
	if _, err := sv.shortener.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Disabled, l.DisabledReason = true, "phishing"
		return l.SetPassword("sesame")
	}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/api/v1/link/" + link.ID, "/api/v1/domains/links.example.net"} {
		_, first := sv.call(secret, "GET", path, "")
		for range 2 { // the second time, updatedAt and revision are old
			sv.ok(t, "PATCH", path, first)
			if strings.Contains(path, "link/") {
				sv.ok(t, "PATCH", path, `{"name":"another"}`)
			}
		}
	}
}
