package httpadapter_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

const secret = "a-secret-of-the-tests"

// newAPI returns a handler with one dialect, and its token.
func newAPI(t testing.TB, opts httpadapter.Options, routes ...httpadapter.Route) http.Handler {
	t.Helper()
	s := newShortener(t, linkpack.Options{})
	if _, err := s.CreateToken(t.Context(), linkpack.Token{Name: "test", Secret: secret}); err != nil {
		t.Fatal(err)
	}
	opts.APIs = []httpadapter.API{dialect("one", routes...)}
	return newHandler(t, s, opts)
}

func call(h http.Handler, method, path, body string, headers ...string) (*http.Response, string) {
	return send(h, method, path, body, append([]string{"Authorization: Bearer " + secret}, headers...)...)
}

func TestTokens(t *testing.T) {
	h := newAPI(t, httpadapter.Options{}, route("GET", "/api/who", whoami))
	for header, want := range map[string]int{
		"Bearer " + secret:                     200,
		"bearer   " + secret + " ":             200,
		"":                                     401,
		"Bearer":                               401,
		"Bearer" + "  ":                        401,
		"Basic " + secret:                      401,
		secret:                                 401,
		"Bearer " + secret + "x":               401,
		"Bearer " + secret[1:]:                 401,
		"Bearer " + strings.Repeat("x", 1<<20): 401,
		"Bearer " + secret + ", Bearer " + secret: 401,
	} {
		answer, _ := send(h, "GET", "/api/who", "", "Authorization: "+header)
		if answer.StatusCode != want {
			t.Errorf("%.40q: status is %d, want %d", header, answer.StatusCode, want)
		}
		if challenge := answer.Header.Get("WWW-Authenticate"); (want == 401) != (challenge == "Bearer") {
			t.Errorf("%.40q: WWW-Authenticate is %q", header, challenge)
		}
	}
}

func TestRevokedAndForeignTokens(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{APIs: []httpadapter.API{dialect("", route("GET", "/api/who", whoami))}})
	if _, err := s.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	token, err := s.CreateToken(t.Context(), linkpack.Token{Workspace: "other"})
	if err != nil {
		t.Fatal(err)
	}
	if _, body := send(h, "GET", "/api/who", "", "Authorization: Bearer "+token.Secret); !strings.Contains(body, `"other"`) {
		t.Errorf("the principal is %s", body)
	}
	if err := s.DeleteToken(t.Context(), "other", token.ID); err != nil {
		t.Fatal(err)
	}
	if answer, _ := send(h, "GET", "/api/who", "", "Authorization: Bearer "+token.Secret); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("a revoked token is answered %d", answer.StatusCode)
	}
}

func TestHostAuthenticates(t *testing.T) {
	h := newAPI(t, httpadapter.Options{Authenticate: func(r *http.Request) (linkpack.Principal, error) {
		if r.Header.Get("X-User") == "" {
			return linkpack.Principal{}, fmt.Errorf("no session: %w", linkpack.ErrUnauthorized)
		}
		return linkpack.Principal{Workspace: r.Header.Get("X-User")}, nil
	}}, route("GET", "/api/who", whoami))
	if answer, body := send(h, "GET", "/api/who", "", "X-User: anna"); answer.StatusCode != http.StatusOK || !strings.Contains(body, "anna") {
		t.Errorf("answered %d %s", answer.StatusCode, body)
	}
	if answer, _ := call(h, "GET", "/api/who", ""); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("a bearer token is answered %d", answer.StatusCode)
	}
}

func TestErrorsHaveOneTable(t *testing.T) {
	log := new(logged)
	for name, c := range map[string]struct {
		err     error
		status  int
		message string
		logged  bool
	}{
		"not found": {fmt.Errorf("link 7: %w", linkpack.ErrNotFound), 404, "not found", false},
		"exists":    {&linkpack.TakenError{ShortCode: "abc"}, 409, `short code "abc": already exists`, false},
		"quota": {
			fmt.Errorf("create 2 links: your plan has 2 links: %w", linkpack.ErrQuota), 403,
			"create 2 links: your plan has 2 links: quota exceeded", false,
		},
		"gone":         {linkpack.ErrGone, 410, "gone", false},
		"invalid":      {fmt.Errorf("cursor: %w", linkpack.ErrInvalid), 400, "cursor: invalid value", false},
		"bare invalid": {linkpack.ErrInvalid, 400, "invalid value", false},
		"bare exists":  {fmt.Errorf("tag: %w", linkpack.ErrExists), 409, "tag: already exists", false},
		"field":        {&linkpack.FieldError{Field: "a", Reason: "is bad"}, 400, "a: is bad", false},
		"unauthorized": {linkpack.ErrUnauthorized, 401, "missing or invalid API key", false},
		"cancelled":    {context.Canceled, 503, "the service is not available, try again", false},
		"deadline":     {context.DeadlineExceeded, 503, "the service is not available, try again", false},
		"closed":       {linkpack.ErrClosed, 503, "the service is not available, try again", false},
		"late":         {fmt.Errorf("click 7: %w", analytics.ErrLate), 503, "the service is not available, try again", false},
		"lost":         {fmt.Errorf("click 7: %w", analytics.ErrLost), 503, "the service is not available, try again", false},
		"own problem":  {fmt.Errorf("x: %w", &httpadapter.Problem{Status: 418, Message: "teapot"}), 418, "teapot", false},
		"not served":   {&httpadapter.Problem{Status: 501, Message: "GET /x is not served"}, 501, "GET /x is not served", false},
		"anything":     {errors.New("disk /dev/sda1 is on fire"), 500, "internal server error", true},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(log.lines())
			h := newAPI(t, httpadapter.Options{Logger: log.logger()}, route("GET", "/api/x",
				func(http.ResponseWriter, *http.Request, linkpack.Principal) error { return c.err }))
			answer, body := call(h, "GET", "/api/x", "")
			if answer.StatusCode != c.status || message(t, body) != c.message {
				t.Errorf("answered %d %s", answer.StatusCode, body)
			}
			if (answer.Header.Get("Retry-After") != "") != (c.status == 503) {
				t.Errorf("Retry-After is %q", answer.Header.Get("Retry-After"))
			}
			if answer.Header.Get("Content-Type") != "application/json" || answer.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("headers are %v", answer.Header)
			}
			if got := len(log.lines()) > before; got != c.logged {
				t.Errorf("logged is %v, want %v", got, c.logged)
			}
		})
	}
}

func TestJoinedFieldErrorsAreAllTold(t *testing.T) {
	err := fmt.Errorf("link: %w", errors.Join(
		&linkpack.FieldError{Field: "a", Reason: "is bad"}, nil,
		fmt.Errorf("deep: %w", errors.Join(&linkpack.FieldError{Field: "b", Reason: "is worse"}, errors.New("other"))),
	))
	h := newAPI(t, httpadapter.Options{}, route("GET", "/api/x",
		func(http.ResponseWriter, *http.Request, linkpack.Principal) error { return err }))
	answer, body := call(h, "GET", "/api/x", "")
	if answer.StatusCode != http.StatusBadRequest || !strings.Contains(body, `["a: is bad","b: is worse"]`) {
		t.Errorf("answered %d %s", answer.StatusCode, body)
	}
}

func TestPanics(t *testing.T) {
	log := new(logged)
	h := newAPI(t, httpadapter.Options{Logger: log.logger()},
		route("GET", "/api/early", func(http.ResponseWriter, *http.Request, linkpack.Principal) error { panic("early secret") }),
		route("GET", "/api/late", func(w http.ResponseWriter, _ *http.Request, _ linkpack.Principal) error {
			_, _ = w.Write([]byte("half an ans"))
			panic("late secret")
		}),
		route("GET", "/api/abort", func(http.ResponseWriter, *http.Request, linkpack.Principal) error { panic(http.ErrAbortHandler) }),
	)
	answer, body := call(h, "GET", "/api/early", "")
	if answer.StatusCode != http.StatusInternalServerError || strings.Contains(body, "secret") {
		t.Errorf("answered %d %s", answer.StatusCode, body)
	}
	for _, path := range []string{"/api/late", "/api/abort"} {
		func() {
			defer func() {
				if reason := recover(); reason != http.ErrAbortHandler { //nolint:errorlint // the value itself is the signal
					t.Errorf("%s: panicked with %v", path, reason)
				}
			}()
			call(h, "GET", path, "")
			t.Errorf("%s: the answer was not cut off", path)
		}()
	}
	lines := log.lines()
	if len(lines) != 2 || !strings.Contains(lines[0], "early secret") || !strings.Contains(lines[1], "late secret") {
		t.Errorf("log is %q", lines)
	}
}

func TestAStreamThatFailsIsCutOff(t *testing.T) {
	log := new(logged)
	h := newAPI(t, httpadapter.Options{Logger: log.logger()}, route("GET", "/api/stream", func(w http.ResponseWriter, _ *http.Request, _ linkpack.Principal) error {
		_, _ = w.Write([]byte("half an ans"))
		return errors.New("late secret")
	}))
	defer func() {
		if reason := recover(); reason != http.ErrAbortHandler { //nolint:errorlint // the value itself is the signal
			t.Errorf("panicked with %v", reason)
		}
		if lines := log.lines(); len(lines) != 1 || !strings.Contains(lines[0], "late secret") {
			t.Errorf("log is %q", lines)
		}
	}()
	call(h, "GET", "/api/stream", "")
	t.Error("the answer was not cut off")
}

// explosive is a locator that panics.
type explosive struct{}

func (explosive) Locate(netip.Addr) routing.Place { panic("boom") }

func TestPanicOfARedirectIsAPage(t *testing.T) {
	log := new(logged)
	s := newShortener(t, linkpack.Options{Geo: explosive{}})
	h := newHandler(t, s, httpadapter.Options{Logger: log.logger()})
	shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/", Rules: []routing.Rule{
		{Clauses: []routing.Clause{{Condition: "geo", Value: "US"}}, Destination: "https://example.com/us"},
	}})
	answer, body := send(h, "GET", "/abc", "")
	if answer.StatusCode != http.StatusInternalServerError || !strings.Contains(body, "Something went wrong") || answer.Header.Get("Location") != "" {
		t.Errorf("answered %d %s", answer.StatusCode, body)
	}
	if got := log.lines(); len(got) != 1 {
		t.Errorf("log is %q", got)
	}
}
