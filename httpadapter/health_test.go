package httpadapter_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// wantHealth checks the answer to a path.
func wantHealth(t *testing.T, h http.Handler, request string, status int, text string) {
	t.Helper()
	method, path, _ := strings.Cut(request, " ")
	answer, body := send(h, method, path, "")
	if answer.StatusCode != status || strings.TrimSpace(body) != text {
		t.Errorf("%s: answered %d %q, want %d %q", request, answer.StatusCode, body, status, text)
	}
	if status != http.StatusNotFound && status != http.StatusMethodNotAllowed && answer.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s may be cached", request)
	}
}

func TestHealthOfAServer(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	h := httpadapter.Health(s)
	wantHealth(t, h, "GET /healthz", 200, "alive")
	wantHealth(t, h, "GET /readyz", 200, "ready")
	wantHealth(t, h, "POST /readyz", 405, "Method Not Allowed")
	wantHealth(t, h, "GET /", 404, "404 page not found")
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantHealth(t, h, "GET /healthz", 200, "alive")
	wantHealth(t, h, "GET /readyz", 503, "the store does not answer")
	if err := s.Health(t.Context()).Ready(); !errors.Is(err, linkpack.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestNoLinkTakesThePathsOfHealth(t *testing.T) {
	s := newShortener(t, linkpack.Options{})
	for _, code := range []string{"healthz", "readyz"} {
		if _, err := s.CreateLink(t.Context(), linkpack.Link{ShortCode: code, Destination: "https://example.com/"}); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// unreadable is a store whose documents cannot be read while it is broken.
type unreadable struct {
	linkpack.Store
	broken atomic.Bool
}

func (s *unreadable) Document(ctx context.Context, kind, workspace, id string) (*linkpack.Document, error) {
	if s.broken.Load() {
		return nil, errors.New("/dev/sda1 is on fire")
	}
	return s.Store.Document(ctx, kind, workspace, id)
}

func TestAStoreThatFailsIsNotReady(t *testing.T) {
	store := &unreadable{Store: memory.New()}
	s := newShortenerOn(t, store, linkpack.Options{})
	h := httpadapter.Health(s)
	store.broken.Store(true)
	wantHealth(t, h, "GET /readyz", 503, "the store does not answer")
	wantHealth(t, h, "GET /healthz", 200, "alive")
	if err := s.Health(t.Context()).Err(); err == nil || !strings.Contains(err.Error(), "on fire") {
		t.Errorf("the error is %v", err)
	}
	store.broken.Store(false)
	wantHealth(t, h, "GET /readyz", 200, "ready")
}

// slowDisk is a store whose writes of clicks wait while it is busy.
type slowDisk struct {
	linkpack.Store
	busy sync.Mutex
}

func (s *slowDisk) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	l, err := s.Store.LeaseLane(ctx, lane, owner)
	return slowLane{l, s}, err
}

// slowLane is a lane on a slow disk.
type slowLane struct {
	analytics.Lease
	disk *slowDisk
}

func (l slowLane) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	l.disk.busy.Lock()
	defer l.disk.busy.Unlock()
	return l.Lease.UpdateClicks(ctx, fn)
}

func TestAFullQueueIsNotReady(t *testing.T) {
	store := &slowDisk{Store: memory.New()}
	s := newShortenerOn(t, store, linkpack.Options{Clicks: analytics.Options{QueueSize: 20}, Logger: slog.New(slog.DiscardHandler)})
	h := newHandler(t, s, httpadapter.Options{})
	shorten(t, s, linkpack.Link{ShortCode: "busy", Destination: "https://example.com/"})
	store.busy.Lock()
	ready := httpadapter.Health(s)
	health, answered := s.Health(t.Context()), 0
	for n := 0; health.Queue <= 0.5 || answered != 503; n++ { // the queue may be emptied into batches that wait
		if n > 200 {
			t.Fatalf("the queue does not fill: %v, answered %d", health.Queue, answered)
		}
		send(h, "GET", "/busy", "")
		answer, body := send(ready, "GET", "/readyz", "")
		if answered = answer.StatusCode; answered != 200 && strings.TrimSpace(body) != "the click queue is more than half full" {
			t.Fatalf("answered %d %q", answered, body)
		}
		health = s.Health(t.Context())
	}
	if err := health.Err(); err == nil || !strings.HasPrefix(err.Error(), "queue: ") {
		t.Errorf("the error is %v", err)
	}
	store.busy.Unlock()
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantHealth(t, ready, "GET /readyz", 200, "ready")
}
