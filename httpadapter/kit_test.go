package httpadapter_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

const browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"

// noon is when the tests take place.
var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

// newShortener returns an engine in memory whose clock stands still.
func newShortener(t testing.TB, opts linkpack.Options) *linkpack.Shortener {
	t.Helper()
	return newShortenerOn(t, memory.New(), opts)
}

func newShortenerOn(t testing.TB, store linkpack.Store, opts linkpack.Options) *linkpack.Shortener {
	t.Helper()
	if opts.Clock == nil {
		opts.Clock = func() time.Time { return noon }
	}
	s, err := linkpack.New(store, &opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil && !errors.Is(err, analytics.ErrClosed) {
			t.Error(err)
		}
	})
	return s
}

func newHandler(t testing.TB, s *linkpack.Shortener, opts httpadapter.Options) *httpadapter.Handler {
	t.Helper()
	h, err := httpadapter.New(s, &opts)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func shorten(t testing.TB, s *linkpack.Shortener, link linkpack.Link) *linkpack.Link {
	t.Helper()
	made, err := s.CreateLink(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// send makes a request and returns the answer with its body read. headers are
// "Name: value".
func send(h http.Handler, method, target, body string, headers ...string) (*http.Response, string) {
	r := httptest.NewRequest(method, "http://short.test/", strings.NewReader(body))
	r.Header.Set("User-Agent", browser)
	r.URL.RawPath, r.URL.RawQuery, _ = strings.Cut(target, "?")
	var err error
	if r.URL.Path, err = url.PathUnescape(r.URL.RawPath); err != nil {
		r.URL.Path = r.URL.RawPath
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	answer := w.Result()
	content, _ := io.ReadAll(answer.Body)
	return answer, string(content)
}

func classes(t testing.TB, s *linkpack.Shortener, link *linkpack.Link) analytics.ClassCounts {
	t.Helper()
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	stats, err := s.Stats(t.Context(), link.Workspace, link.ID, analytics.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return stats.Classes
}

// dialect returns a small API without limit. Its errors are {"dialect": name,
// "message": …, "fields": […]}.
func dialect(name string, routes ...httpadapter.Route) httpadapter.API {
	return httpadapter.API{
		Routes: func(*linkpack.Shortener) []httpadapter.Route { return routes },
		WriteProblem: func(w http.ResponseWriter, _ *http.Request, p *httpadapter.Problem) {
			fields := []string{}
			for _, field := range p.Fields {
				fields = append(fields, field.Error())
			}
			_ = httpadapter.WriteJSON(w, p.Status, map[string]any{"dialect": name, "message": p.Message, "fields": fields})
		},
	}
}

// limitedTo returns a dialect with a limit.
func limitedTo(limit httpadapter.Limit, api httpadapter.API) httpadapter.API {
	api.Limit = limit
	return api
}

// message returns what a dialect said.
func message(t testing.TB, body string) string {
	t.Helper()
	var said struct{ Message string }
	if err := json.Unmarshal([]byte(body), &said); err != nil {
		t.Fatalf("answer is not the dialect's: %q", body)
	}
	return said.Message
}

func route(method, path string, handle httpadapter.HandlerFunc) httpadapter.Route {
	return httpadapter.Route{Method: method, Path: path, Handle: handle}
}

// whoami answers the workspace of the token.
func whoami(w http.ResponseWriter, _ *http.Request, p linkpack.Principal) error {
	return httpadapter.WriteJSON(w, http.StatusOK, p)
}

// allowed lets every link have scripts.
func allowed(*linkpack.Link) bool { return true }
