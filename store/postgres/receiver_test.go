package postgres_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// receiver counts events by the IDs of their links.
type receiver struct {
	links *linkpack.Shortener // makes them
	mu    sync.Mutex
	got   map[string]int
}

func (r *receiver) ServeHTTP(_ http.ResponseWriter, request *http.Request) {
	var event struct {
		Data struct {
			Link struct{ ID string } `json:"link"`
		} `json:"data"`
	}
	if json.NewDecoder(request.Body).Decode(&event) == nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got[event.Data.Link.ID]++
	}
}

// receive returns a receiver and how to connect to a database with a webhook that leads to
// it.
func receive(t *testing.T) (r *receiver, dsn string) {
	t.Helper()
	dsn = shared.empty(t)
	p := pool(t, dsn)
	check(t, postgres.Migrate(t.Context(), p))
	r = &receiver{got: make(map[string]int), links: shortener(t, p, nil)}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	hooks, err := webhook.Open(t.Context(), r.links, &webhook.Options{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	check(t, err)
	_, err = hooks.Create(t.Context(), webhook.Webhook{URL: server.URL, Events: []webhook.Event{webhook.LinkCreated}})
	check(t, err)
	check(t, hooks.Close(t.Context()))
	return r, dsn
}

// create creates some links and returns the IDs.
func (r *receiver) create(t *testing.T) (ids []string) {
	t.Helper()
	for range 20 {
		l, err := r.links.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/"})
		check(t, err)
		ids = append(ids, l.ID)
	}
	return ids
}

// wait waits until the events of links have come, and logs how long that takes.
func (r *receiver) wait(t *testing.T, ids []string) {
	t.Helper()
	began := time.Now()
	for missing := len(ids); missing > 0; time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > 2*time.Minute {
			t.Fatalf("%d events are missing", missing)
		}
		r.mu.Lock()
		missing = 0
		for _, id := range ids {
			if r.got[id] == 0 {
				missing++
			}
		}
		r.mu.Unlock()
	}
	t.Logf("all have come after %v", time.Since(began))
}

// once checks that no event of links has come twice.
func (r *receiver) once(t *testing.T, ids []string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		if r.got[id] > 1 {
			t.Errorf("an event has come %d times", r.got[id])
		}
	}
}

// settled waits until what has come is stored, so that nobody sends it again.
func (r *receiver) settled(t *testing.T) {
	t.Helper()
	last, err := r.links.LastChange(t.Context())
	check(t, err)
	for {
		if p, err := r.links.Progress(t.Context(), "webhooks"); err == nil && p.Changes == last {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}
