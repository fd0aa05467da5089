package linkbreakersv1_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/store/memory"
)

func TestATokenIsRotated(t *testing.T) {
	sv, sleep := newSteppedServer(t, memory.New())
	first, path := sv.newToken(t)
	rotate := func(token, body string) string {
		t.Helper()
		answer, got := sv.call(t, token, "POST", path+"/rotate", body)
		if answer.StatusCode != 200 {
			t.Fatalf("%s: %d %v", body, answer.StatusCode, got)
		}
		if shown := got["token"].(map[string]any); !strings.HasSuffix(path, shown["id"].(string)) || shown["updatedAt"] == shown["createdAt"] {
			t.Errorf("%s: the token is %v", body, shown)
		}
		return got["accessToken"].(string)
	}
	works := func(when, token string, want int) {
		t.Helper()
		if got := sv.status(t, token); got != want {
			t.Errorf("%s: %d, want %d", when, got, want)
		}
	}
	sleep(time.Second)
	second := rotate(first, `{"graceSeconds":60}`) // by itself
	if strings.Count(second, ".") != 2 {
		t.Errorf("the new token is no JWT: %s", second)
	}
	works("the first, within its grace", first, 200)
	works("the second", second, 200)
	sleep(time.Minute)
	works("the first, after its grace", first, 401)
	third := rotate(secret, `{"grace_seconds":0}`) // by another one
	works("the second, without grace", second, 401)
	works("the third", third, 200)
	fourth := rotate(third, `{}`)
	works("the third, without grace", third, 401)
	works("the fourth", fourth, 200)
	if _, got := sv.call(t, secret, "GET", path, ""); strings.Contains(text(t, got), fourth) {
		t.Error("the token is shown again")
	}
}

func TestWrongRotations(t *testing.T) {
	sv := newServer(t, nil)
	token, path := sv.newToken(t)
	for _, body := range []string{`{"graceSeconds":-1}`, `{"graceSeconds":1.5}`, `{"graceSeconds":"60"}`, `{"graceSeconds":2592001}`, `{"graceSeconds":99999999999999999999}`} {
		answer, got := sv.call(t, secret, "POST", path+"/rotate", body)
		if answer.StatusCode != 400 || !strings.Contains(text(t, got["details"]), `"field":"graceSeconds"`) {
			t.Errorf("%s: %d %v", body, answer.StatusCode, got)
		}
	}
	for token, want := range map[string]int{"others: " + secret: 404, "": 401} {
		if answer, got := sv.call(t, token, "POST", path+"/rotate", `{}`); answer.StatusCode != want {
			t.Errorf("by %q: %d %v", token, answer.StatusCode, got)
		}
	}
	if got := sv.status(t, token); got != 200 {
		t.Errorf("after refused rotations, the token is answered %d", got)
	}
}

func TestRotationsAtOnceLeaveOneToken(t *testing.T) {
	sv := newServer(t, nil)
	old, path := sv.newToken(t)
	tokens := make([]string, 8)
	var all sync.WaitGroup
	for i := range tokens {
		all.Go(func() {
			answer, got := sv.call(t, secret, "POST", path+"/rotate", `{"graceSeconds":0}`)
			if answer.StatusCode != http.StatusOK {
				t.Errorf("%d %v", answer.StatusCode, got)
				return
			}
			tokens[i] = got["accessToken"].(string)
		})
	}
	all.Wait()
	works := 0
	for _, token := range append(tokens, old) {
		if sv.status(t, token) == http.StatusOK {
			works++
		}
	}
	if works != 1 {
		t.Errorf("%d tokens work", works)
	}
}
