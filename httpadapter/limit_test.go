package httpadapter_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// limited returns a handler that lets each token make so many requests, and a
// clock that the test moves.
func limited(t *testing.T, limit httpadapter.Limit, limiter httpadapter.Limiter) (h http.Handler, sleep func(time.Duration)) {
	var passed atomic.Int64
	s := newShortener(t, linkpack.Options{Clock: func() time.Time { return noon.Add(time.Duration(passed.Load())) }})
	for _, name := range []string{"one", "two"} {
		if _, err := s.CreateToken(t.Context(), linkpack.Token{Name: name, Secret: secret + name}); err != nil {
			t.Fatal(err)
		}
	}
	h = newHandler(t, s, httpadapter.Options{Limiter: limiter, APIs: []httpadapter.API{
		limitedTo(limit, dialect("slow", route("GET", "/api/slow", whoami))),
		dialect("free", route("GET", "/v1/free", whoami)),
	}})
	return h, func(d time.Duration) { passed.Add(int64(d)) }
}

func ask(h http.Handler, path, token string) *http.Response {
	answer, _ := send(h, "GET", path, "", "Authorization: Bearer "+secret+token)
	return answer
}

// quota is what an answer's headers say.
func quota(r *http.Response) string {
	return fmt.Sprint(r.StatusCode, " ", r.Header.Get("RateLimit-Limit"), " ", r.Header.Get("RateLimit-Remaining"), " ",
		r.Header.Get("RateLimit-Reset"), " ", r.Header.Get("Retry-After"))
}

func TestLimitIsPerToken(t *testing.T) {
	h, sleep := limited(t, httpadapter.Limit{Requests: 3, Window: 6 * time.Second}, nil)
	for i, want := range []string{"200 3 2 2 ", "200 3 1 4 ", "200 3 0 6 ", "429 3 0 6 2", "429 3 0 6 2"} {
		if got := quota(ask(h, "/api/slow", "one")); got != want {
			t.Errorf("request %d: %q, want %q", i, got, want)
		}
	}
	if got := quota(ask(h, "/api/slow", "two")); got != "200 3 2 2 " {
		t.Errorf("another token: %q", got)
	}
	if got := quota(ask(h, "/v1/free", "one")); got != "200    " {
		t.Errorf("a dialect without limit: %q", got)
	}
	sleep(2 * time.Second)
	for i, want := range []string{"200 3 0 6 ", "429 3 0 6 2"} {
		if got := quota(ask(h, "/api/slow", "one")); got != want {
			t.Errorf("after two seconds, request %d: %q, want %q", i, got, want)
		}
	}
	sleep(10 * time.Minute)
	if got := quota(ask(h, "/api/slow", "one")); got != "200 3 2 2 " {
		t.Errorf("after a long time: %q", got)
	}
}

func TestUnauthorizedRequestsUseNothingUp(t *testing.T) {
	h, _ := limited(t, httpadapter.Limit{Requests: 1}, nil)
	for range 3 {
		if got := quota(ask(h, "/api/slow", "wrong")); got != "401    " {
			t.Errorf("a wrong token: %q", got)
		}
	}
}

func TestLimitHoldsInParallel(t *testing.T) {
	h, _ := limited(t, httpadapter.Limit{Requests: 10}, nil)
	var passed atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if ask(h, "/api/slow", "one").StatusCode == http.StatusOK {
				passed.Add(1)
			}
		})
	}
	wg.Wait()
	if passed.Load() != 10 {
		t.Errorf("%d requests passed, want 10", passed.Load())
	}
}

// limiter is a host's own.
type limiter struct{ err error }

func (l limiter) Allow(_ context.Context, key string, limit httpadapter.Limit) (httpadapter.Quota, error) {
	if key == "" || limit.Requests != 5 {
		return httpadapter.Quota{}, errors.New("asked about nobody")
	}
	return httpadapter.Quota{RetryAfter: 1500 * time.Millisecond}, l.err
}

func TestHostsLimiter(t *testing.T) {
	h, _ := limited(t, httpadapter.Limit{Requests: 5}, limiter{})
	if got := quota(ask(h, "/api/slow", "one")); got != "429 5 0 0 2" {
		t.Errorf("refused: %q", got)
	}
	h, _ = limited(t, httpadapter.Limit{Requests: 5}, limiter{err: errors.New("no connection")})
	if got := ask(h, "/api/slow", "one").StatusCode; got != 500 {
		t.Errorf("a limiter that fails is answered %d", got)
	}
}
