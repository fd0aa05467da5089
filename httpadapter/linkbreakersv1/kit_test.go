package linkbreakersv1_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

const secret = "a secret of the tests"

var noon = time.Date(2026, 3, 14, 12, 0, 30, 0, time.UTC)

// server serves the API of a shortener with the default workspace and "others".
type server struct {
	http.Handler
	shortener *linkpack.Shortener
}

func newServer(t testing.TB, opts *linkbreakersv1.Options) *server {
	t.Helper()
	return newServerOn(t, memory.New(), &linkpack.Options{BaseURL: "https://go.example", Clock: func() time.Time { return noon }}, opts)
}

func newServerOn(t testing.TB, store linkpack.Store, options *linkpack.Options, opts *linkbreakersv1.Options) *server {
	t.Helper()
	s, err := linkpack.New(store, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if _, err := s.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	for workspace, text := range map[string]string{"default": secret, "others": "others: " + secret} {
		if _, err := s.CreateToken(t.Context(), linkpack.Token{Workspace: workspace, Secret: text}); err != nil {
			t.Fatal(err)
		}
	}
	h, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(opts)}})
	if err != nil {
		t.Fatal(err)
	}
	return &server{Handler: h, shortener: s}
}

// call makes a request with a token and decodes the answer.
func (sv *server) call(t testing.TB, token, method, path, body string) (*http.Response, map[string]any) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	recorder := httptest.NewRecorder()
	sv.ServeHTTP(recorder, r)
	var answer map[string]any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s %s: answer is not a JSON object: %q", method, path, recorder.Body)
	}
	return recorder.Result(), answer
}

// make makes a link and returns it.
func (sv *server) make(t testing.TB, body string) map[string]any {
	t.Helper()
	answer, got := sv.call(t, secret, "POST", "/v1/links", body)
	if answer.StatusCode != 200 {
		t.Fatalf("making a link: %d %v", answer.StatusCode, got)
	}
	return got["link"].(map[string]any)
}

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
