package webhook_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/memory"
)

const home = "https://example.com/"

// received is a request that a target got.
type received struct {
	at     time.Time
	path   string
	header http.Header
	body   []byte
	wire   wire
}

// wire is what a receiver reads of a body.
type wire struct {
	EventType string    `json:"event_type"`
	ID        string    `json:"id"`
	Timestamp time.Time `json:"timestamp"`
	Data      struct {
		Test  bool `json:"test"`
		Event struct {
			ID, Trigger, Class, Country string
			Revision                    int
		} `json:"event"`
		Link *struct {
			ID, Name, Shortlink, Entrypoint, Destination string
			Tags                                         []string
			Metadata                                     map[string]string
		} `json:"link"`
		Visitor   *struct{ Email string } `json:"visitor"`
		Truncated []string                `json:"truncated"`
	} `json:"data"`
}

// target is a receiver. It answers with the status of answer, or 200.
type target struct {
	t      testing.TB
	got    chan received
	hold   chan struct{} // each answer waits for it, unless it is nil
	mu     sync.Mutex
	answer func(w http.ResponseWriter, n int) // of the n-th request, counted from 1
	n      int
}

func newTarget(t testing.TB, answer func(w http.ResponseWriter, n int)) *target {
	return &target{t: t, got: make(chan received, 10_000), answer: answer}
}

func (r *target) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return
	}
	r.mu.Lock()
	r.n++
	n, answer := r.n, r.answer
	r.mu.Unlock()
	got := received{at: time.Now(), path: request.URL.Path, header: request.Header.Clone(), body: body}
	_ = json.Unmarshal(body, &got.wire) // chat formats have another form
	r.got <- got
	if r.hold != nil {
		<-r.hold
	}
	if answer != nil {
		answer(w, n)
	}
}

// RoundTrip answers without a network, for tests with a fake clock.
func (r *target) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	recorder := httptest.NewRecorder()
	r.ServeHTTP(recorder, request)
	return recorder.Result(), nil
}

// next returns the next request.
func (r *target) next() received {
	r.t.Helper()
	select {
	case got := <-r.got:
		return got
	case <-time.After(time.Minute):
		r.t.Fatal("nothing arrives")
		return received{}
	}
}

// served serves a target on a real socket and returns its URL.
func served(t testing.TB, r http.Handler) string {
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	return server.URL
}

func loopback() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// open opens the webhooks of a Shortener and closes them when the test ends.
func open(t testing.TB, links *linkpack.Shortener, opts webhook.Options) *webhook.Webhooks {
	t.Helper()
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	hooks, err := webhook.Open(t.Context(), links, &opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeAll(t, hooks) })
	return hooks
}

func closeAll(t testing.TB, hooks *webhook.Webhooks) {
	if err := hooks.Close(context.Background()); err != nil {
		t.Errorf("closing the webhooks: %v", err)
	}
}

// create creates a webhook.
func create(t testing.TB, hooks *webhook.Webhooks, hook webhook.Webhook) *webhook.Webhook {
	t.Helper()
	made, err := hooks.Create(t.Context(), hook)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// timed is a Shortener with the clock of the test, which synctest sets.
func timed(t testing.TB) *linkpack.Shortener {
	t.Helper()
	return timedOn(t, memory.New())
}

// timedOn is timed with a store.
func timedOn(t testing.TB, store linkpack.Store) *linkpack.Shortener {
	t.Helper()
	links, err := linkpack.New(store, &linkpack.Options{Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := links.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return links
}

// link creates a link.
func link(t testing.TB, links *linkpack.Shortener) *linkpack.Link {
	t.Helper()
	made, err := links.CreateLink(t.Context(), linkpack.Link{Destination: home})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// kit returns a kit, its webhooks and a target on a real socket.
func kit(t testing.TB, answer func(w http.ResponseWriter, n int)) (*linkpacktest.Kit, *webhook.Webhooks, *target, string) {
	t.Helper()
	k := linkpacktest.New(t)
	r := newTarget(t, answer)
	return k, open(t, k.Shortener, webhook.Options{Allowed: loopback()}), r, served(t, r)
}
