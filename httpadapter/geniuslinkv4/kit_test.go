package geniuslinkv4_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

const key, secret = "the key", "the secret of the tests"

// begin is when the links of the tests are made. They are read at noon.
var (
	begin = time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	noon  = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
)

// server serves the API of a shortener with the default workspace, which lives in
// Berlin, and "others".
type server struct {
	http.Handler
	shortener *linkpack.Shortener
	now       atomic.Pointer[time.Time]
	challenge string // the TXT record of every host
}

func newServer(t testing.TB, opts *geniuslinkv4.Options) *server {
	t.Helper()
	return newServerOn(t, memory.New(), opts)
}

func newServerOn(t testing.TB, store linkpack.Store, opts *geniuslinkv4.Options) *server {
	t.Helper()
	sv := new(server)
	sv.setClock(begin)
	s, err := linkpack.New(store, &linkpack.Options{
		BaseURL: "https://go.example:8443", Clock: func() time.Time { return *sv.now.Load() },
		ScriptsAllowed: func(*linkpack.Link) bool { return true },
		LookupTXT:      func(context.Context, string) ([]string, error) { return []string{sv.challenge}, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	_, err = s.UpdateWorkspace(t.Context(), "default", func(w *linkpack.Workspace) error { w.Timezone = "Europe/Berlin"; return nil })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateToken(t.Context(), linkpack.Token{Secret: geniuslinkv4.Secret(key, secret)}); err != nil {
		t.Fatal(err)
	}
	h, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{geniuslinkv4.New(opts)}})
	if err != nil {
		t.Fatal(err)
	}
	sv.Handler, sv.shortener = h, s
	return sv
}

// setClock sets the server's time.
func (sv *server) setClock(now time.Time) { sv.now.Store(&now) }

// create makes a link.
func (sv *server) create(t testing.TB, link linkpack.Link) *linkpack.Link {
	t.Helper()
	made, err := sv.shortener.CreateLink(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// visit counts visits of people at the server's time.
func (sv *server) visit(t testing.TB, code string, count int) {
	t.Helper()
	for range count {
		visit := &routing.Visit{Method: "GET", UserAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"}
		res, err := sv.shortener.Resolve(t.Context(), "go.example:8443", code, visit)
		if err == nil {
			err = sv.shortener.Record(t.Context(), res)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// header are headers of a request: a name and a value each.
type header [][2]string

// signed are the headers of a client with a key.
func signed(more ...[2]string) header {
	return append(header{{"X-Api-Key", key}, {"X-Api-Secret", secret}}, more...)
}

// call makes a request.
func (sv *server) call(t testing.TB, h header, method, path, body string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for _, pair := range h {
		r.Header.Set(pair[0], pair[1])
	}
	recorder := httptest.NewRecorder()
	sv.ServeHTTP(recorder, r)
	return recorder.Result(), recorder.Body.String()
}

// own gives the default workspace a domain.
func (sv *server) own(t testing.TB, host string) {
	t.Helper()
	d, err := sv.shortener.CreateDomain(t.Context(), linkpack.Domain{Host: host})
	if err != nil {
		t.Fatal(err)
	}
	sv.challenge = d.Challenge.Value
	if _, err := sv.shortener.VerifyDomain(t.Context(), "", host); err != nil {
		t.Fatal(err)
	}
}
