package apitest

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
)

func TestRoutesAndDescriptionsAgree(t *testing.T) {
	for _, at := range []string{linkpackAt, linkbreakersAt} {
		t.Run(at, func(t *testing.T) {
			sv := newServer(t, 100_000)
			d := served(t, sv, at)
			mounted := map[string]bool{}
			for _, route := range sv.apis[at].Routes(sv.shortener) {
				name := route.Method + " " + route.Path
				if !sv.serves(route) {
					continue
				}
				mounted[name] = true
				if d.operations[name] == nil {
					t.Errorf("%s is served and not described", name)
				}
			}
			for name := range d.operations {
				if !mounted[name] {
					t.Errorf("%s is described and not served", name)
				}
			}
		})
	}
}

var placeholders = regexp.MustCompile(`\{[^}]*\}`)

// serves reports whether a route is more than a refusal.
func (sv *server) serves(route httpadapter.Route) bool {
	r := httptest.NewRequest(route.Method, placeholders.ReplaceAllString(route.Path, "x"), strings.NewReader("{}"))
	r.Header.Set("Authorization", "Bearer "+secret)
	return sv.send(r).Code != http.StatusNotImplemented
}

// TestFailuresOfEveryOperationAreDescribed makes requests that no operation answers.
func TestFailuresOfEveryOperationAreDescribed(t *testing.T) {
	for _, at := range []string{linkpackAt, linkbreakersAt} {
		for _, name := range sortedKeys(served(t, newServer(t, 100_000), at).operations) {
			t.Run(name, func(t *testing.T) {
				checkFailures(t, at, name)
			})
		}
	}
}

// checkFailures makes requests without a token, with a form, and over the rate limit.
func checkFailures(t *testing.T, at, name string) {
	t.Helper()
	sv := newServer(t, 1)
	d := served(t, newServer(t, 100_000), at)
	operation := d.operations[name]
	method, target, _ := strings.Cut(placeholders.ReplaceAllString(name, "x"), " ")
	ask := func(token string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, target, strings.NewReader("name=value"))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return sv.send(r)
	}
	want := func(answer *httptest.ResponseRecorder, status int) {
		t.Helper()
		if answer.Code != status {
			t.Errorf("answered %d %s, want %d", answer.Code, answer.Body, status)
		}
		d.checkAnswer(t, operation, answer)
	}
	if public := operation.Security != nil && len(*operation.Security) == 0; !public {
		want(ask("wrong"), http.StatusUnauthorized)
	}
	first := ask(secret)
	if bodySchema(operation) != nil {
		want(first, http.StatusUnsupportedMediaType)
	}
	want(ask(secret), http.StatusTooManyRequests)
}
