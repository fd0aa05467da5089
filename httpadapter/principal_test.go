package httpadapter_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// byHeaders authenticates by headers of the test.
func byHeaders(r *http.Request) (linkpack.Principal, error) {
	return linkpack.Principal{Workspace: r.Header.Get("X-Workspace"), Token: r.Header.Get("X-Token"), User: r.Header.Get("X-User")}, nil
}

func TestAPrincipalWithoutAWorkspaceIsNobody(t *testing.T) {
	h := newAPI(t, httpadapter.Options{Authenticate: byHeaders}, route("GET", "/api/who", whoami))
	for _, headers := range [][]string{nil, {"X-User: anna"}, {"X-Token: t"}, {"X-Workspace: "}} {
		if answer, body := send(h, "GET", "/api/who", "", headers...); answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("%q: answered %d %s", headers, answer.StatusCode, body)
		}
	}
	if answer, _ := send(h, "GET", "/api/who", "", "X-Workspace: default"); answer.StatusCode != http.StatusOK {
		t.Errorf("the default workspace: answered %d", answer.StatusCode)
	}
}

func TestEachUserHasALimit(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := newHandler(t, s, httpadapter.Options{
		TrustedHops: 1, Authenticate: byHeaders,
		APIs: []httpadapter.API{limitedTo(httpadapter.Limit{Requests: 1}, dialect("", route("GET", "/api/who", whoami)))},
	})
	const acme, zenith, here, there = "X-Workspace: acme", "X-Workspace: zenith", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 192.0.2.2"
	for i, c := range []struct {
		headers []string
		want    int
	}{
		{[]string{acme, "X-User: anna", here}, 200},
		{[]string{acme, "X-User: anna", here}, 429},
		{[]string{acme, "X-User: anna", there}, 429},
		{[]string{acme, "X-User: bob", here}, 200},
		{[]string{zenith, "X-User: anna", here}, 200},
		{[]string{acme, "X-Token: anna", here}, 200},
		{[]string{acme, "X-Token: anna", "X-User: anna", here}, 200},
		{[]string{acme, here}, 200},
		{[]string{acme, here}, 429},
		{[]string{acme, there}, 200},
		{[]string{zenith, here}, 200},
	} {
		if answer, _ := send(h, "GET", "/api/who", "", c.headers...); answer.StatusCode != c.want {
			t.Errorf("request %d: status is %d, want %d", i, answer.StatusCode, c.want)
		}
	}
}

func TestChangesHaveThePrincipalAsActor(t *testing.T) {
	for name, c := range map[string]struct {
		headers map[string]string
		actor   string // what the host has set
		want    string
	}{
		"a user":                      {map[string]string{"X-User": "anna"}, "", "anna"},
		"a token":                     {map[string]string{"X-Token": "t1"}, "", "t1"},
		"a user with a token":         {map[string]string{"X-User": "anna", "X-Token": "t1"}, "", "anna"},
		"nobody by name":              {nil, "", ""},
		"set by the host":             {map[string]string{"X-User": "anna"}, "anna, by phone", "anna, by phone"},
		"set by the host for a token": {map[string]string{"X-Token": "t1"}, "night job", "night job"},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			h := newAPI(t, httpadapter.Options{Authenticate: byHeaders}, route("POST", "/api/x",
				func(_ http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
					got = linkpack.ActorOf(r.Context())
					return nil
				}))
			r := httptest.NewRequest(http.MethodPost, "/api/x", nil)
			r.Header.Set("X-Workspace", "acme")
			for key, value := range c.headers {
				r.Header.Set(key, value)
			}
			if c.actor != "" {
				r = r.WithContext(linkpack.WithActor(r.Context(), c.actor))
			}
			h.ServeHTTP(httptest.NewRecorder(), r)
			if got != c.want {
				t.Errorf("the actor is %q, want %q", got, c.want)
			}
		})
	}
}
