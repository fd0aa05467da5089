package httpadapter_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// twoDialects returns a handler of dialects whose routes share a segment.
func twoDialects(t *testing.T) *httpadapter.Handler {
	s := newShortener(t, linkpack.Options{})
	if _, err := s.CreateToken(t.Context(), linkpack.Token{Name: "test", Secret: secret}); err != nil {
		t.Fatal(err)
	}
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/"})
	return newHandler(t, s, httpadapter.Options{APIs: []httpadapter.API{
		dialect("one", route("POST", "/api/v1/make", whoami), route("GET", "/api/v1/link/{id}", whoami), route("PATCH", "/api/v1/link/{id}", whoami)),
		dialect("two", route("GET", "/api/Ask", whoami), route("GET", "/v1/things", whoami)),
	}})
}

func TestRoutesAreFound(t *testing.T) {
	h := twoDialects(t)
	for request, want := range map[string]struct {
		status         int
		dialect, allow string
	}{
		"POST /api/v1/make":         {200, "", ""},
		"GET /api/v1/link/7":        {200, "", ""},
		"HEAD /api/v1/link/7":       {200, "", ""},
		"PATCH /api/v1/link/a%2Fb":  {200, "", ""},
		"GET /api/Ask":              {200, "", ""},
		"GET /v1/things":            {200, "", ""},
		"GET /api/v1/make":          {405, "one", "OPTIONS, POST"},
		"DELETE /api/v1/link/7":     {405, "one", "GET, HEAD, OPTIONS, PATCH"},
		"BREW /v1/things":           {405, "two", "GET, HEAD, OPTIONS"},
		"OPTIONS /api/v1/link/7":    {204, "", "GET, HEAD, OPTIONS, PATCH"},
		"OPTIONS /api/v1/nothing":   {404, "one", ""},
		"GET /api":                  {404, "one", ""},
		"GET /api/":                 {404, "one", ""},
		"GET /api/v1":               {404, "one", ""},
		"GET /api/v1/link":          {404, "one", ""},
		"GET /api/v1/link/":         {404, "one", ""},
		"GET /api/v1/link/7/more":   {404, "one", ""},
		"GET /api/v1/make/":         {404, "one", ""},
		"GET /api//v1/link/7":       {404, "one", ""},
		"GET /api/v1/../v1/make":    {404, "one", ""},
		"GET /api/./v1/make":        {404, "one", ""},
		"GET /v1/other":             {404, "two", ""},
		"GET /v1":                   {404, "two", ""},
		"GET /api/Ask/more":         {404, "two", ""},
		"GET /api/%ff":              {404, "one", ""},
		"GET /api/v1/link/%2e%2e/x": {404, "one", ""},
	} {
		method, path, _ := strings.Cut(request, " ")
		answer, body := call(h, method, path, "")
		if answer.StatusCode != want.status {
			t.Errorf("%s: status is %d, want %d", request, answer.StatusCode, want.status)
		}
		if want.dialect != "" && !strings.Contains(body, `"dialect":"`+want.dialect+`"`) {
			t.Errorf("%s: answered by another dialect: %s", request, body)
		}
		if got := answer.Header.Get("Allow"); got != want.allow {
			t.Errorf("%s: Allow is %q, want %q", request, got, want.allow)
		}
		if answer.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: opens the API to other origins", request)
		}
	}
}

func TestNearRoutesAreStillCodes(t *testing.T) {
	h := twoDialects(t)
	for path, want := range map[string]int{"/abc": 307, "/apis": 404, "/API": 404, "/v2": 404} {
		answer, body := send(h, "GET", path, "")
		if answer.StatusCode != want || strings.Contains(body, "dialect") {
			t.Errorf("%s: answered %d %s", path, answer.StatusCode, body)
		}
	}
}

func TestMountedUnderAPrefix(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/go/", http.StripPrefix("/go", twoDialects(t)))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for path, want := range map[string]int{
		"/go/abc": 307, "/go/api/v1/link/7": 200, "/go/api/v1/nothing": 404, "/go/": 404, "/abc": 418, "/api/v1/link/7": 418,
	} {
		if answer, _ := call(mux, "GET", path, ""); answer.StatusCode != want {
			t.Errorf("%s: status is %d, want %d", path, answer.StatusCode, want)
		}
	}
}

func TestMountedApart(t *testing.T) {
	h := twoDialects(t)
	for path, want := range map[string]struct{ redirects, api int }{
		"/abc": {307, 404}, "/api/v1/link/7": {404, 200}, "/v1/things": {404, 200}, "/v1": {404, 404}, "/": {404, 404}, "/zzz": {404, 404},
	} {
		if answer, body := call(h.Redirects(), "GET", path, ""); answer.StatusCode != want.redirects || strings.Contains(body, "dialect") {
			t.Errorf("redirects %s: answered %d %s", path, answer.StatusCode, body)
		}
		answer, body := call(h.API(), "GET", path, "")
		if answer.StatusCode != want.api || want.api == 404 && !strings.Contains(body, "dialect") {
			t.Errorf("API %s: answered %d %s", path, answer.StatusCode, body)
		}
	}
}

func TestRoutesThatCannotBeServed(t *testing.T) {
	s := newShortener(t, linkpack.Options{Reserved: []string{"api"}})
	for name, routes := range map[string][]httpadapter.Route{
		"a segment that links may have": {route("GET", "/v1/x", whoami)},
		"no literal segment":            {route("GET", "/{x}/y", whoami)},
		"no segment":                    {route("GET", "/", whoami)},
		"no slash":                      {route("GET", "api/x", whoami)},
		"no method":                     {route("", "/api/x", whoami)},
		"no handler":                    {route("GET", "/api/x", nil)},
		"a route twice":                 {route("GET", "/api/x", whoami), route("GET", "/api/x", whoami)},
		"routes that overlap":           {route("GET", "/api/{a}/x", whoami), route("GET", "/api/y/{b}", whoami)},
		"a malformed pattern":           {route("GET", "/api/{a", whoami)},
	} {
		_, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{dialect("", routes...)}})
		var wrong *linkpack.FieldError
		if !errors.As(err, &wrong) || wrong.Field != "apis" {
			t.Errorf("%s: error is %v", name, err)
		}
	}
	if _, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{dialect("", route("GET", "/API/x", whoami))}}); err != nil {
		t.Errorf("reserved codes are reserved in any case: %v", err)
	}
}

func TestADialectNeedsItsFunctions(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	whole := dialect("", route("GET", "/api/x", whoami))
	for field, api := range map[string]httpadapter.API{
		"apis[1].routes":        {WriteProblem: whole.WriteProblem},
		"apis[1].write_problem": {Routes: whole.Routes},
	} {
		_, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{whole, api}})
		var wrong *linkpack.FieldError
		if !errors.As(err, &wrong) || wrong.Field != field {
			t.Errorf("error is %v, want one of %s", err, field)
		}
	}
}

func TestNewNeedsAShortener(t *testing.T) {
	h, err := httpadapter.New(nil, nil)
	var wrong *linkpack.FieldError
	if !errors.As(err, &wrong) || wrong.Field != "shortener" || h != nil {
		t.Errorf("got %v, %v", h, err)
	}
}

func TestRealServerAndClient(t *testing.T) {
	server := httptest.NewServer(twoDialects(t))
	defer server.Close()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(server.URL + "/abc")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusTemporaryRedirect || answer.Header.Get("Location") != "https://example.com/" || answer.ContentLength != 0 {
		t.Errorf("answered %d to %q with %d bytes", answer.StatusCode, answer.Header.Get("Location"), answer.ContentLength)
	}
	if answer.Header.Get("Content-Type") != "" {
		t.Errorf("an empty body has the type %q", answer.Header.Get("Content-Type"))
	}
}
