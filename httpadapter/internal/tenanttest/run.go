package tenanttest

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
)

// Run makes the attempts on each route of an API, by method and path, each in a world
// of its own. Each must be answered like one with what nobody has, show nothing of the
// victim and change nothing. A route without attempts fails the test, so that a new one
// is not forgotten, unless it answers 501 or needs no authentication. With
// LINKPACK_ATTACK=1 each value is tried in every place, also where another kind is
// expected.
func Run(t *testing.T, world func(*testing.T) *World, attempts map[string][]Attempt) {
	t.Helper()
	w := world(t)
	left := maps.Clone(attempts)
	for _, route := range w.routes {
		pattern := route.Method + " " + route.Path
		tries := attempts[pattern]
		delete(left, pattern)
		if len(tries) == 0 && (route.Public || !w.serves(route)) {
			continue
		}
		t.Run(pattern, func(t *testing.T) {
			if len(tries) == 0 {
				t.Fatal("nothing is tried")
			}
			if os.Getenv("LINKPACK_ATTACK") == "1" {
				tries = crossed(tries, w.names())
			}
			for _, a := range tries {
				check(t, world, route.Method, a, "")
			}
			check(t, world, route.Method, tries[0], "{token}") // the id of a token is no secret and opens nothing
		})
	}
	for pattern := range left {
		t.Errorf("%s is no route", pattern)
	}
}

// names lists the names of what the victim has, but for cursors: errors show their
// beginning alone, which differs from world to world.
func (w *World) names() []string {
	names := slices.Sorted(maps.Keys(w.victims))
	return slices.DeleteFunc(names, func(name string) bool { return name == "cursor" })
}

// serves reports whether a route does more than answering 501.
func (w *World) serves(route httpadapter.Route) bool {
	wildcard := regexp.MustCompile(`\{[^}]*\}`)
	status, _ := w.send(route.Method, Attempt{wildcard.ReplaceAllString(route.Path, "x"), "{}"}, w.secret, nil)
	return status != http.StatusNotImplemented
}

// check makes an attempt with values of the victim and, in an equal world, with the
// values of nobody. An empty secret stands for the attacker's.
func check(t *testing.T, world func(*testing.T) *World, method string, a Attempt, secret string) {
	t.Helper()
	victim, control := world(t), world(t)
	if name := regexp.MustCompile(`\{[a-z]+\}`).FindString(filled(a[0]+a[1]+a[2], victim.victims)); name != "" {
		t.Fatalf("%s %s: the victim has no %s", method, a, name)
	}
	before := victim.everything(t)
	status, answer := victim.try(method, a, secret, victim.victims)
	wantStatus, want := control.try(method, a, secret, control.nobodys)
	if status != wantStatus || withoutRandom(answer) != withoutRandom(want) && !strings.Contains(a[0], "{cursor}") {
		t.Errorf("%s %s: answered %d %s\nand for what does not exist %d %s", method, a, status, answer, wantStatus, want)
	}
	if strings.Contains(answer, "victim") && !strings.Contains(a[1], "victim") {
		t.Errorf("%s %s: shows %s", method, a, answer)
	}
	if after := victim.everything(t); after != before {
		t.Errorf("%s %s: changed\n%s\nto\n%s", method, a, before, after)
	}
}

// try makes an attempt and returns the answer with the values taken out.
func (w *World) try(method string, a Attempt, secret string, values map[string]string) (status int, answer string) {
	if secret == "" {
		secret = w.secret
	}
	status, answer = w.send(method, a, filled(secret, values), values)
	for name, value := range values {
		answer = strings.ReplaceAll(answer, value, "{"+name+"}")
	}
	return status, answer
}

// send makes a request and returns what it is answered.
func (w *World) send(method string, a Attempt, secret string, values map[string]string) (status int, answer string) {
	target, body, key := filled(a[0], values), filled(a[1], values), filled(a[2], values)
	r := httptest.NewRequest(method, "https://linkpack.test"+target, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+secret)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	sent := httptest.NewRecorder()
	w.ServeHTTP(sent, r)
	return sent.Code, sent.Header().Get("Idempotency-Replayed") + sent.Header().Get("Next-Cursor") + "\n" + sent.Body.String()
}
