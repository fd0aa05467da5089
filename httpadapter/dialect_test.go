package httpadapter_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// byKey is a dialect's own authentication.
func byKey(s *linkpack.Shortener, r *http.Request) (linkpack.Principal, error) {
	return s.Authenticate(r.Context(), r.Header.Get("X-Key"))
}

func TestEachDialectAuthenticates(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	if _, err := s.CreateToken(t.Context(), linkpack.Token{Name: "test", Secret: secret}); err != nil {
		t.Fatal(err)
	}
	keyed := dialect("keyed", route("GET", "/v1/who", whoami))
	keyed.Authenticate, keyed.Challenge = byKey, "Key"
	h := newHandler(t, s, httpadapter.Options{APIs: []httpadapter.API{dialect("bearer", route("GET", "/api/who", whoami)), keyed}})
	for _, try := range []struct {
		path, header string
		status       int
		challenge    string
	}{
		{"/api/who", "Authorization: Bearer " + secret, 200, ""},
		{"/api/who", "X-Key: " + secret, 401, "Bearer"},
		{"/v1/who", "X-Key: " + secret, 200, ""},
		{"/v1/who", "Authorization: Bearer " + secret, 401, "Key"},
	} {
		answer, _ := send(h, "GET", try.path, "", try.header)
		if answer.StatusCode != try.status || answer.Header.Get("WWW-Authenticate") != try.challenge {
			t.Errorf("%s with %.10q: %d, challenge %q", try.path, try.header, answer.StatusCode, answer.Header.Get("WWW-Authenticate"))
		}
	}
}

func TestTheHostsAuthenticationReplacesThatOfDialects(t *testing.T) {
	keyed := dialect("keyed", route("GET", "/v1/who", whoami))
	keyed.Authenticate = byKey
	h := newHandler(t, newShortener(t, linkpack.Options{}), httpadapter.Options{
		APIs: []httpadapter.API{keyed},
		Authenticate: func(*http.Request) (linkpack.Principal, error) {
			return linkpack.Principal{Workspace: linkpack.DefaultWorkspace, User: "ann"}, nil
		},
	})
	if answer, body := send(h, "GET", "/v1/who", ""); answer.StatusCode != 200 {
		t.Errorf("the host's user is answered %d: %s", answer.StatusCode, body)
	}
}

func TestPublicRoutes(t *testing.T) {
	open := route("GET", "/v1/open", whoami)
	open.Public = true
	api := limitedTo(httpadapter.Limit{Requests: 2, Window: time.Hour}, dialect("one", open, route("POST", "/v1/open", whoami)))
	h := newHandler(t, newShortener(t, linkpack.Options{}), httpadapter.Options{APIs: []httpadapter.API{api}, TrustedHops: 1})
	get := func(method, from string) (int, string) {
		answer, body := send(h, method, "/v1/open", "", "X-Forwarded-For: "+from)
		return answer.StatusCode, body
	}
	if status, body := get("GET", "192.0.2.1"); status != 200 || body != `{"workspace":"","token":""}`+"\n" {
		t.Errorf("without a token: %d %s", status, body)
	}
	if status, _ := get("POST", "192.0.2.1"); status != 401 {
		t.Errorf("another method of the path: %d", status)
	}
	if status, _ := get("HEAD", "192.0.2.1"); status != 200 {
		t.Errorf("HEAD: %d", status)
	}
	if status, _ := get("GET", "192.0.2.1"); status != 429 {
		t.Errorf("over the limit of the address: %d", status)
	}
	if status, _ := get("GET", "192.0.2.2"); status != 200 {
		t.Errorf("another address: %d", status)
	}
}

func TestFixedWindows(t *testing.T) {
	h, sleep := limited(t, httpadapter.Limit{Requests: 2, Window: time.Minute, Fixed: true}, nil)
	sleep(45 * time.Second)
	for i, want := range []string{"200 2 1 15 ", "200 2 0 15 ", "429 2 0 15 15"} {
		if got := quota(ask(h, "/api/slow", "one")); got != want {
			t.Errorf("request %d: %q, want %q", i, got, want)
		}
	}
	sleep(14 * time.Second)
	if got := quota(ask(h, "/api/slow", "one")); got != "429 2 0 1 1" {
		t.Errorf("a second before the window ends: %q", got)
	}
	sleep(time.Second)
	for i, want := range []string{"200 2 1 60 ", "200 2 0 60 ", "429 2 0 60 60"} {
		if got := quota(ask(h, "/api/slow", "one")); got != want {
			t.Errorf("in the next window, request %d: %q, want %q", i, got, want)
		}
	}
	sleep(-time.Minute)
	if got := ask(h, "/api/slow", "one").StatusCode; got != 429 {
		t.Errorf("after the clock was set back: %d", got)
	}
}

func TestDialectsNameTheirQuotaHeaders(t *testing.T) {
	s := newShortener(t, linkpack.Options{Clock: func() time.Time { return noon }})
	if _, err := s.CreateToken(t.Context(), linkpack.Token{Name: "test", Secret: secret}); err != nil {
		t.Fatal(err)
	}
	api := limitedTo(httpadapter.Limit{Requests: 1, Window: time.Minute}, dialect("one", route("GET", "/v1/who", whoami)))
	api.WriteQuota = func(h http.Header, q httpadapter.Quota, limit httpadapter.Limit, now time.Time) {
		h.Set("X-Left", strconv.Itoa(q.Remaining)+" of "+strconv.Itoa(limit.Requests)+" until "+now.Add(q.Reset).Format(time.TimeOnly))
	}
	h := newHandler(t, s, httpadapter.Options{APIs: []httpadapter.API{api}})
	for _, want := range []int{200, 429} {
		answer, _ := call(h, "GET", "/v1/who", "")
		if got := answer.Header.Get("X-Left"); answer.StatusCode != want || got != "0 of 1 until 12:01:00" {
			t.Errorf("%d, X-Left is %q", answer.StatusCode, got)
		}
		if standard := answer.Header.Get("RateLimit-Limit"); standard != "" {
			t.Errorf("RateLimit-Limit is %q", standard)
		}
		if retry := answer.Header.Get("Retry-After"); (retry == "60") != (want == 429) {
			t.Errorf("Retry-After is %q", retry)
		}
	}
}

func TestRightsOfATokenHoldInEveryDialect(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	for name, scope := range map[string]linkpack.Scope{"reader": {Rights: linkpack.MayRead}, "page": {Publishable: true}, "all": {}} {
		if _, err := s.CreateToken(t.Context(), linkpack.Token{Secret: secret + name, Scope: scope}); err != nil {
			t.Fatal(err)
		}
	}
	list := func(w http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
		page, err := s.ListLinks(r.Context(), linkpack.LinkQuery{})
		if err != nil {
			return err
		}
		return httpadapter.WriteJSON(w, http.StatusOK, page)
	}
	create := func(w http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
		link, err := s.CreateLink(r.Context(), linkpack.Link{Destination: "https://example.com/"})
		if err != nil {
			return err
		}
		return httpadapter.WriteJSON(w, http.StatusOK, link)
	}
	open := route("GET", "/v1/open", list)
	open.Public = true
	h := newHandler(t, s, httpadapter.Options{APIs: []httpadapter.API{dialect("one", route("GET", "/v1/links", list), route("POST", "/v1/links", create), open)}})
	for _, try := range []struct {
		token, method, path string
		status              int
	}{
		{"reader", "GET", "/v1/links", 200}, {"reader", "POST", "/v1/links", 403},
		{"page", "GET", "/v1/links", 403}, {"page", "POST", "/v1/links", 403},
		{"all", "GET", "/v1/links", 200}, {"all", "POST", "/v1/links", 200},
		{"", "GET", "/v1/open", 404}, // nobody reads links, even if a handler forgets to check
	} {
		answer, body := send(h, try.method, try.path, "", "Authorization: Bearer "+secret+try.token)
		if answer.StatusCode != try.status {
			t.Errorf("%s %s with the token %q: %d %s", try.method, try.path, try.token, answer.StatusCode, body)
		}
	}
}

func TestRoutesForPagesOfAnyOrigin(t *testing.T) {
	open := route("POST", "/v1/thing", whoami)
	open.AnyOrigin = true
	h := newAPI(t, httpadapter.Options{AllowedOrigins: []string{app}}, open, route("DELETE", "/v1/thing", whoami))
	for _, try := range []struct{ origin, method, allowed, methods string }{
		{"https://shop.example", "POST", "*", "POST"},
		{app, "POST", "*", "POST"},
		{"https://shop.example", "DELETE", "", ""},
		{app, "DELETE", app, "DELETE, OPTIONS, POST"},
	} {
		asked, _ := send(h, "OPTIONS", "/v1/thing", "", "Origin: "+try.origin, "Access-Control-Request-Method: "+try.method)
		called, _ := call(h, try.method, "/v1/thing", "", "Origin: "+try.origin)
		for _, answer := range []*http.Response{asked, called} {
			if got := answer.Header.Get("Access-Control-Allow-Origin"); got != try.allowed {
				t.Errorf("%s by a page of %s: %d allows %q, want %q", try.method, try.origin, answer.StatusCode, got, try.allowed)
			}
		}
		if got := asked.Header.Get("Access-Control-Allow-Methods"); got != try.methods {
			t.Errorf("%s by a page of %s: methods %q, want %q", try.method, try.origin, got, try.methods)
		}
	}
}

func TestEachRouteMayHaveItsLargestBody(t *testing.T) {
	large := route("POST", "/v1/image", echo)
	large.MaxBody = 1000
	h := newAPI(t, httpadapter.Options{MaxBody: 100}, large, route("PATCH", "/v1/image", echo))
	body := `{"text":"` + strings.Repeat("x", 500) + `"}`
	for method, want := range map[string]int{"POST": 200, "PATCH": 413} {
		if answer, _ := call(h, method, "/v1/image", body, "Content-Type: application/json"); answer.StatusCode != want {
			t.Errorf("%s: %d, want %d", method, answer.StatusCode, want)
		}
	}
	if answer, _ := call(h, "POST", "/v1/image", body+strings.Repeat(" ", 1000), "Content-Type: application/json"); answer.StatusCode != 413 {
		t.Errorf("over the route's own limit: %d", answer.StatusCode)
	}
}

func TestOperationsBesideVersions(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	if _, err := s.CreateToken(t.Context(), linkpack.Token{Secret: secret}); err != nil {
		t.Fatal(err)
	}
	h := newHandler(t, s, httpadapter.Options{APIs: []httpadapter.API{
		dialect("versioned", route("GET", "/api/v1/thing", whoami)), dialect("operations", route("GET", "/api/{operation}", whoami)),
	}})
	for path, want := range map[string]string{
		"/api/v1/thing": `"workspace":"default"`, "/api/GetThing": `"workspace":"default"`,
		"/api/v1/other": `"dialect":"versioned"`, "/api/GetThing/more": `"dialect":"versioned"`,
	} {
		if _, body := call(h, "GET", path, ""); !strings.Contains(body, want) {
			t.Errorf("%s is answered %s", path, body)
		}
	}
}
