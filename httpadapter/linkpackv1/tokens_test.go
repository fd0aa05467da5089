package linkpackv1_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
	"github.com/linkpack/linkpack-go/linkpack"
)

const rotation = "/api/v1/key/rotate"

// works reports whether a key works.
func (sv *server) works(key string) bool {
	status, _ := sv.call(key, "GET", "/api/v1/links", "")
	return status == http.StatusOK
}

func TestAKeyIsRotated(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	first := sv.ok(t, "POST", rotation, `{"graceSeconds":60}`)
	key := first["key"].(string)
	if !strings.HasPrefix(key, "lp_") || !sv.works(key) || !sv.works(secret) {
		t.Errorf("within the grace: the new key is %q, works %v, the old one %v", key, sv.works(key), sv.works(secret))
	}
	sv.sleep(time.Minute)
	if !sv.works(key) || sv.works(secret) {
		t.Errorf("after the grace: the new key works %v, the old one %v", sv.works(key), sv.works(secret))
	}
	for _, body := range []string{`{"graceSeconds":0}`, `{}`} {
		status, answer := sv.call(key, "POST", rotation, body)
		if status != http.StatusOK || sv.works(key) {
			t.Fatalf("%s: answered %d %s, the old key works: %v", body, status, answer, sv.works(key))
		}
		_, rest, _ := strings.Cut(answer, `"key":"`)
		key, _, _ = strings.Cut(rest, `"`)
		if !sv.works(key) || !strings.Contains(answer, first["id"].(string)) {
			t.Errorf("%s: answered %s", body, answer)
		}
	}
}

func TestWrongRotationsOfAKey(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	for body, field := range map[string]string{
		`{"graceSeconds":-1}`: "graceSeconds", `{"graceSeconds":1.5}`: "graceSeconds", `{"graceSeconds":"60"}`: "graceSeconds",
		`{"graceSeconds":2592001}`: "graceSeconds", `{"graceSeconds":99999999999999999999}`: "graceSeconds",
		`{"grace_seconds":60}`: "grace_seconds", `{"seconds":60}`: "seconds",
	} {
		if status, message, fields := sv.refused(t, "POST", rotation, body); status != http.StatusBadRequest || !slices.Equal(fields, []string{field}) {
			t.Errorf("%s: answered %d %q, naming %q", body, status, message, fields)
		}
	}
	const limited = "a key that may only read"
	if _, err := sv.shortener.CreateToken(t.Context(), linkpack.Token{Secret: limited, Scope: linkpack.Scope{Rights: linkpack.MayRead}}); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]int{limited: http.StatusForbidden, "unknown": http.StatusUnauthorized} {
		if status, answer := sv.call(key, "POST", rotation, `{}`); status != want {
			t.Errorf("with the key %q: answered %d %s", key, status, answer)
		}
	}
	if !sv.works(secret) || !sv.works(limited) {
		t.Error("a refused rotation ends a key")
	}
}

func TestAUserHasNoKeyToRotate(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	h, err := httpadapter.New(sv.shortener, &httpadapter.Options{
		APIs: []httpadapter.API{linkpackv1.New(nil)},
		Authenticate: func(*http.Request) (linkpack.Principal, error) {
			return linkpack.Principal{Workspace: linkpack.DefaultWorkspace, User: "ann"}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", rotation, strings.NewReader(`{}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "with a key") {
		t.Errorf("answered %d %s", w.Code, w.Body)
	}
}

func TestRotationsAtOnceLeaveOneKey(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	answers := make([]string, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			status, answer := sv.call(secret, "POST", rotation, `{"graceSeconds":0}`)
			if status != http.StatusOK && status != http.StatusUnauthorized { // another one was first
				t.Errorf("answered %d %s", status, answer)
			}
			answers[i] = answer
		})
	}
	all.Wait()
	works := 0
	for _, answer := range answers {
		_, rest, _ := strings.Cut(answer, `"key":"`)
		if key, _, _ := strings.Cut(rest, `"`); sv.works(key) {
			works++
		}
	}
	if works != 1 || sv.works(secret) {
		t.Errorf("%d new keys work, the old one: %v", works, sv.works(secret))
	}
}
