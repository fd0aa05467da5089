package webhook_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// TestAReceiverThatMisbehavesGetsTheDeliveryAgain sends to an HTTP server that misbehaves
// once. The connections are pipes, so that the clock of the test runs.
func TestAReceiverThatMisbehavesGetsTheDeliveryAgain(t *testing.T) {
	for name, try := range map[string]struct {
		once       http.HandlerFunc
		status     int
		fault      string
		from, till time.Duration // when it comes again
	}{
		"it fails": {answers(500, ""), 500, "Internal Server Error", 4 * time.Second, 6 * time.Second},
		"it is busy, and says for how many seconds": {answers(429, "3600"), 429, "Too Many Requests", time.Hour, time.Hour},
		"it is busy, and says until when":           {answers(503, "Sat, 01 Jan 2000 02:00:00 GMT"), 503, "Service Unavailable", 2*time.Hour - 10*time.Second, 2 * time.Hour},
		"it is busy for a million years":            {answers(429, "31557600000000"), 429, "Too Many Requests", 24 * time.Hour, 24 * time.Hour},
		"it redirects":                              {redirects("http://127.0.0.1/inside"), 307, "Temporary Redirect", 4 * time.Second, 6 * time.Second},
		"it redirects to nonsense":                  {redirects("http://[::1"), 307, "Temporary Redirect", 4 * time.Second, 6 * time.Second},
		"it hangs":                                  {hangs, 0, "no answer within 10s", 14 * time.Second, 16 * time.Second},
		"it hangs in the middle of its answer":      {hangsInBody, 200, "no answer within 10s", 14 * time.Second, 16 * time.Second},
		"it dies in the middle of its answer":       {diesInBody, 200, "the answer ended early", 4 * time.Second, 6 * time.Second},
		"it dies without an answer":                 {dies, 0, "EOF", 4 * time.Second, 6 * time.Second},
		"it answers with endless headers":           {answersWithHeaders, 0, "exceeded", 4 * time.Second, 6 * time.Second},
		"it speaks another protocol":                {speaks("220 mail.example ESMTP\r\n"), 0, "malformed", 4 * time.Second, 6 * time.Second},
		"it says nothing that HTTP knows":           {speaks("HTTP/1.1 99999 What\r\n\r\n"), 0, "malformed", 4 * time.Second, 6 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				links, target := timed(t), newTarget(t, nil)
				hooks := open(t, links, webhook.Via(piped(t, firstThen(try.once, target)), webhook.Options{}))
				hook := create(t, hooks, webhook.Webhook{URL: "http://hooks.example/", Events: []webhook.Event{webhook.LinkClicked}})
				click(t, links, link(t, links))
				time.Sleep(11 * time.Second / 10)
				begin := time.Now()
				waiting := awaitFailed(t, hooks, hook.ID)
				if waiting.Status != try.status || !strings.Contains(waiting.Error, try.fault) || strings.Contains(waiting.Error, "hooks.example/") {
					t.Errorf("it failed with %d, %q", waiting.Status, waiting.Error)
				}
				time.Sleep(try.till + time.Minute)
				got := target.next()
				if waited := got.at.Sub(begin); waited < try.from-2*time.Second || waited > try.till+time.Second {
					t.Errorf("it came again after %v", waited)
				}
				if got.header.Get("webhook-id") != waiting.ID {
					t.Errorf("another delivery came")
				}
			})
		})
	}
}

// awaitFailed waits until a failed delivery is stored.
func awaitFailed(t *testing.T, hooks *webhook.Webhooks, id string) *webhook.Delivery {
	t.Helper()
	for range 200 {
		all, err := hooks.Deliveries(t.Context(), "", id, webhook.DeliveryQuery{States: []webhook.State{webhook.Waiting}})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) > 0 {
			return all[0]
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("nothing failed")
	return nil
}

// firstThen handles the first request with one handler and the others with another.
func firstThen(first http.HandlerFunc, then http.Handler) http.HandlerFunc {
	var once sync.Once
	return func(w http.ResponseWriter, r *http.Request) {
		handler := then
		once.Do(func() { handler = first })
		handler.ServeHTTP(w, r)
	}
}

func answers(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		w.WriteHeader(status)
	}
}

func redirects(location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusTemporaryRedirect)
	}
}

func hangs(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func beginsAnswer(w http.ResponseWriter) {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, "part")
	_ = http.NewResponseController(w).Flush()
}

func hangsInBody(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	beginsAnswer(w)
	<-r.Context().Done()
}

func diesInBody(w http.ResponseWriter, _ *http.Request) {
	beginsAnswer(w)
	panic(http.ErrAbortHandler)
}

func dies(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func answersWithHeaders(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
}

func speaks(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_, _ = io.WriteString(conn, text)
			_ = conn.Close()
		}
	}
}

// pipes is a listener whose connections are pipes.
type pipes struct {
	conns  chan net.Conn
	closed context.Context
	close  context.CancelFunc
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed.Done():
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error { p.close(); return nil }

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case p.conns <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// piped serves a handler and returns what sends to it, with the limits of the real one.
func piped(t *testing.T, handler http.Handler) http.RoundTripper {
	t.Helper()
	p := &pipes{conns: make(chan net.Conn)}
	p.closed, p.close = context.WithCancel(context.Background())
	server := &http.Server{Handler: handler, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	done := make(chan error, 1)
	go func() { done <- server.Serve(p) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return webhook.Transport(p.dial)
}
