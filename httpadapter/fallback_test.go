package httpadapter_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// hostPages answers as the host's pages do, with a status of their own.
var hostPages = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusAccepted)
	fmt.Fprintf(w, "%s %s of the host", r.Method, r.URL.Path)
})

// withPages returns a handler with a Fallback and a link in every state.
func withPages(t *testing.T, opts linkpack.Options) http.Handler {
	s := newShortener(t, opts)
	for code, link := range map[string]linkpack.Link{
		"live": {}, "paths": {ForwardPath: true}, "archived": {Archived: true}, "disabled": {Disabled: true},
		"later": {StartsAt: noon.Add(time.Hour)}, "over": {ExpiresAt: noon.Add(-time.Hour), StartsAt: noon.Add(-2 * time.Hour)},
		"deleted": {}, "locked": {PasswordHash: passwordHash()},
	} {
		link.ShortCode, link.Destination = code, "https://example.com/"
		made := shorten(t, s, link)
		if code == "deleted" {
			if err := s.DeleteLink(t.Context(), "", made.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	return newHandler(t, s, httpadapter.Options{
		Fallback: hostPages, Images: drawn{},
		APIs: []httpadapter.API{dialect("one", route("GET", "/api/v1/who", whoami))},
	})
}

// drawn answers every image with 418.
type drawn struct{}

func (drawn) ServeImage(w http.ResponseWriter, _ *http.Request, _, _ string) {
	w.WriteHeader(http.StatusTeapot)
}

func TestPathsThatAreNoLinksReachTheFallback(t *testing.T) {
	h := withPages(t, linkpack.Options{BaseURL: "http://short.test", Domains: []string{"go.example"}})
	const there = http.StatusAccepted
	for request, want := range map[string]int{
		"GET /": there, "HEAD /": there, "POST /": there, "OPTIONS /": there,
		"GET /about": there, "POST /about": there, "PUT /about": there, "DELETE /about": there, "HEAD /about": there,
		"GET /about/": there, "GET /about/us": there, "POST /contact/form": there, "GET /about/qr": there, "GET /about/qr.svg": there,
		"GET /c++": there, "GET /about+": there, "GET /a%2fb": there, "GET //": there, "GET /%ff": there,
		"GET /" + strings.Repeat("x", 2000): there, "GET /live/below": there, "POST /live/below": there,
		"GET /robots.txt": there, "GET /assets/app.js": there, "GET /Live": there,

		"GET /live": 307, "HEAD /live": 307, "GET /live/": 307, "GET /live//": 307, "GET /live+": 200, "GET /live/qr": 418, "GET /live/qr.svg": 418,
		"POST /live": 405, "PUT /live": 405, "DELETE /live": 405, "GET /paths/below": 307, "PUT /paths/below": 405,
		"GET /archived": 404, "GET /archived+": 404, "GET /later": 404, "GET /over": 410, "GET /deleted": 410, "PUT /deleted": 405,
		"GET /disabled": 451, "GET /locked": 200, "POST /locked": 403, "GET /deleted/qr": 418,
		"GET /api/v1/who": 401, "GET /api/other": 404, "GET /api": 404,
	} {
		method, path, _ := strings.Cut(request, " ")
		for _, host := range []string{"short.test", "anything.test"} {
			answer, body := send(h, method, path, "", "Host: "+host)
			if answer.StatusCode != want {
				t.Errorf("%.40s on %s: answered %d, want %d", request, host, answer.StatusCode, want)
			}
			if want == there && method == "GET" && !strings.HasSuffix(body, "of the host") {
				t.Errorf("%.40s: answered %q", request, body)
			}
		}
	}
	if answer, _ := send(h, "GET", "/live", "", "Host: go.example"); answer.StatusCode != there {
		t.Errorf("a domain of the options: answered %d", answer.StatusCode)
	}
}

func TestURLsOfADomainComeBeforeTheFallback(t *testing.T) {
	h := withPages(t, linkpack.Options{RootURL: "https://example.com/home"})
	if answer, _ := send(h, "GET", "/", ""); answer.Header.Get("Location") != "https://example.com/home" {
		t.Errorf("the root: answered %d", answer.StatusCode)
	}
	if answer, _ := send(h, "GET", "/about", ""); answer.StatusCode != http.StatusAccepted {
		t.Errorf("another path: answered %d", answer.StatusCode)
	}
	h = withPages(t, linkpack.Options{NotFoundURL: "https://example.com/lost"})
	for _, path := range []string{"/", "/about", "/live/below", "/robots.text"} {
		if answer, _ := send(h, "GET", path, ""); answer.Header.Get("Location") != "https://example.com/lost" {
			t.Errorf("%s: answered %d", path, answer.StatusCode)
		}
	}
}

// TestReservedPathsReachTheFallback has a NotFoundURL, which is not for the host's own
// paths.
func TestReservedPathsReachTheFallback(t *testing.T) {
	reserved := append(linkpack.DefaultReserved(), "blog")
	h := withPages(t, linkpack.Options{
		Reserved: reserved, Domains: []string{"go.example"}, NotFoundURL: "https://example.com/lost", RootURL: "https://example.com/home",
	})
	for _, path := range []string{"/robots.txt", "/favicon.ico", "/blog", "/Blog", "/blog/", "/blog/today", "/blog+", "/.well-known/acme-challenge/x"} {
		for _, method := range []string{"GET", "POST"} {
			for _, host := range []string{"short.test", "go.example"} {
				if answer, _ := send(h, method, path, "", "Host: "+host); answer.StatusCode != http.StatusAccepted {
					t.Errorf("%s %s on %s: answered %d", method, path, host, answer.StatusCode)
				}
			}
		}
	}
	if answer, _ := send(h, "GET", "/api/other", ""); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a path of an API: answered %d", answer.StatusCode)
	}
}

// TestALinkWithACodeThatIsReservedNowIsServed makes the link before its code is
// reserved.
func TestALinkWithACodeThatIsReservedNowIsServed(t *testing.T) {
	store := memory.New()
	t.Cleanup(func() { _ = store.Close() })
	for _, reserved := range [][]string{nil, {"blog"}} {
		s, err := linkpack.New(store, &linkpack.Options{Reserved: reserved, NotFoundURL: "https://example.com/lost"})
		if err != nil {
			t.Fatal(err)
		}
		if reserved == nil {
			shorten(t, s, linkpack.Link{ShortCode: "blog", Destination: "https://example.com/"})
		}
		h := newHandler(t, s, httpadapter.Options{Fallback: hostPages})
		if answer, _ := send(h, "GET", "/blog", ""); answer.Header.Get("Location") != "https://example.com/" {
			t.Errorf("with the reserved codes %q: answered %d", reserved, answer.StatusCode)
		}
		if err := s.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDomainsOfWorkspacesHaveNoFallback(t *testing.T) {
	var record string
	s := newShortener(t, linkpack.Options{
		BaseURL:   "http://short.test",
		LookupTXT: func(context.Context, string) ([]string, error) { return []string{record}, nil },
	})
	d, err := s.CreateDomain(t.Context(), linkpack.Domain{Host: "customer.example"})
	if err != nil {
		t.Fatal(err)
	}
	h := newHandler(t, s, httpadapter.Options{Fallback: hostPages})
	answers := func(want int) {
		t.Helper()
		if answer, _ := send(h, "GET", "/about", "", "Host: customer.example"); answer.StatusCode != want {
			t.Errorf("answered %d, want %d", answer.StatusCode, want)
		}
	}
	answers(http.StatusAccepted) // the default domain answers until it is verified
	record = d.Challenge.Value
	if _, err := s.VerifyDomain(t.Context(), d.Workspace, d.Host); err != nil {
		t.Fatal(err)
	}
	answers(http.StatusNotFound)
}

func TestAFallbackThatPanicsIsNotAnsweredTwice(t *testing.T) {
	h := newHandler(t, newShortener(t, linkpack.Options{}), httpadapter.Options{
		Fallback: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusAccepted)
			panic("the host's own")
		}),
	})
	defer func() {
		if reason := recover(); reason != "the host's own" {
			t.Errorf("recovered %v", reason)
		}
	}()
	send(h, "GET", "/about", "")
}
