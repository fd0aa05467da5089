package postgres_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/postgres"
)

// senderDSN is an environment variable. It makes the test program a process that sends
// deliveries of the database named there until its standard input ends.
const senderDSN = "LINKPACK_TEST_SENDER_DSN"

// many are the options of a store that several Shorteners use.
func many() *postgres.Options { return &postgres.Options{Lanes: 8} }

// send sends deliveries.
func send(dsn string) (err error) {
	ctx := context.Background()
	p, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return err
	}
	defer p.Close()
	store, err := postgres.Open(ctx, p, many())
	if err != nil {
		return err
	}
	s, err := linkpack.New(store, nil)
	if err != nil {
		return err
	}
	hooks, err := webhook.Open(ctx, s, &webhook.Options{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		return err
	}
	fmt.Println("ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, hooks.Close(ctx), s.Close(ctx), store.Close())
}

// sender is a process that sends.
type sender struct {
	cmd   *exec.Cmd
	input io.Closer
}

// startSender starts a process that sends, and waits until it has begun.
func startSender(t *testing.T, dsn string) *sender {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), senderDSN+"="+dsn)
	cmd.Stderr = t.Output()
	input, err := cmd.StdinPipe()
	check(t, err)
	output, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	if lines := bufio.NewScanner(output); !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("the process says %q, %v", lines.Text(), lines.Err())
	}
	return &sender{cmd, input}
}

// signal sends a signal to the process.
func (s *sender) signal(t *testing.T, signal syscall.Signal) {
	t.Helper()
	check(t, s.cmd.Process.Signal(signal))
}

// end has the process end in order.
func (s *sender) end(t *testing.T) {
	t.Helper()
	check(t, errors.Join(s.input.Close(), s.cmd.Wait()))
}

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

// shortener returns a Shortener, one of several on a database.
func shortener(t *testing.T, p *pgxpool.Pool, opts *linkpack.Options) *linkpack.Shortener {
	t.Helper()
	store, err := postgres.Open(t.Context(), p, many())
	check(t, err)
	s, err := linkpack.New(store, opts)
	check(t, err)
	t.Cleanup(func() { check(t, errors.Join(s.Close(context.Background()), store.Close())) })
	return s
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

// TestAProcessSendsWhatAKilledOneHasNotSent kills the process that sends, and then ends the
// next one in order.
func TestAProcessSendsWhatAKilledOneHasNotSent(t *testing.T) {
	t.Parallel()
	r, dsn := receive(t)
	killed, second := startSender(t, dsn), startSender(t, dsn)
	third := startSender(t, dsn)
	all := r.create(t)
	r.wait(t, all)
	r.settled(t)
	killed.signal(t, syscall.SIGKILL)
	more := r.create(t)
	r.wait(t, more)
	all = append(all, more...)
	second.end(t)
	more = r.create(t)
	r.wait(t, more)
	third.end(t)
	r.once(t, append(all, more...))
}

// TestAProcessThatWasStoppedSendsNothingMore stops the process that sends until another one
// has taken over, and lets it go on.
func TestAProcessThatWasStoppedSendsNothingMore(t *testing.T) {
	t.Parallel()
	r, dsn := receive(t)
	stopped := startSender(t, dsn)
	all := r.create(t)
	r.wait(t, all)
	r.settled(t)
	second := startSender(t, dsn)
	stopped.signal(t, syscall.SIGSTOP)
	more := r.create(t)
	r.wait(t, more)
	stopped.signal(t, syscall.SIGCONT)
	all = append(all, more...)
	more = r.create(t)
	r.wait(t, more)
	r.settled(t)
	stopped.end(t)
	all = append(all, more...)
	more = r.create(t)
	r.wait(t, more)
	second.end(t)
	r.once(t, append(all, more...))
}
