package webhook

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"

	"github.com/linkpack/linkpack-go/linkpack"
)

// consumer sends the deliveries, as long as it is this process that does. The store
// refuses what it writes once another one has taken over.
type consumer struct {
	*Webhooks
	term *linkpack.Term

	ctx         context.Context // of attempts
	abort       context.CancelFunc
	reading     context.Context // of everything that begins something new
	stopReading context.CancelFunc
	running     sync.WaitGroup

	clicks  *feed
	changes *feed

	mu       sync.Mutex
	couriers map[string]*courier // of active webhooks, by ID
	saved    []byte              // the progress on disk
	erased   []string            // workspaces whose deliveries may name erased clicks
}

// lead sends the deliveries whenever no other process does, until Close.
func (w *Webhooks) lead() {
	for {
		if c := w.current.Load(); c != nil {
			select {
			case <-w.leading.Done():
				return
			case <-c.term.Context().Done():
				c.lose()
			}
		}
		term, err := w.candidate.Wait(w.leading)
		if err != nil {
			return
		}
		if err := w.consume(w.leading, term); err != nil {
			w.opts.Logger.Error("starting the deliveries of webhooks", slog.Any("error", err))
			if !pause(w.leading, retryRead) {
				return
			}
		}
	}
}

// consume starts the deliveries of a term. If that fails, the term ends.
func (w *Webhooks) consume(ctx context.Context, term *linkpack.Term) error {
	c := &consumer{Webhooks: w, term: term, couriers: make(map[string]*courier)}
	c.ctx, c.abort = context.WithCancel(term.Context())
	c.reading, c.stopReading = context.WithCancel(c.ctx)
	c.clicks = &feed{w: c, read: c.readClicks, joined: make(chan struct{}, 1)}
	c.changes = &feed{w: c, read: c.readChanges, notice: c.notice}
	if err := c.load(ctx); err != nil {
		c.stop(ctx) // without saving, since only a part of the progress is loaded
		return errors.Join(err, term.Resign(w.background))
	}
	w.current.Store(c)
	c.running.Go(c.clicks.run)
	c.running.Go(c.changes.run)
	c.running.Go(c.keep)
	c.running.Go(c.tend)
	return nil
}

// lose ends the deliveries after the term has ended. Another process goes on from what was
// stored.
func (w *consumer) lose() {
	w.opts.Logger.Warn("another process may send the deliveries of webhooks now")
	w.current.Store(nil)
	w.stop(w.term.Context())
}

// close ends the deliveries, stores how far they have come, and lets another process go on.
func (w *consumer) close(ctx context.Context) error {
	w.stop(ctx)
	if !w.term.Held() {
		return nil
	}
	saving := context.WithoutCancel(w.ctx)
	return errors.Join(w.save(saving), w.saveFigures(saving), w.term.Resign(saving))
}

// stop ends the deliveries. It waits for those that are being sent.
func (w *consumer) stop(ctx context.Context) {
	w.stopReading()
	w.mu.Lock()
	for _, c := range w.couriers {
		c.halt()
	}
	w.mu.Unlock()
	aborting := context.AfterFunc(ctx, w.abort)
	w.running.Wait()
	aborting()
	if t, ok := w.transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
	w.abort()
}

// courier returns what sends to an active webhook, or nil.
func (w *consumer) courier(id string) *courier {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.couriers[id]
}

// courier returns what sends to an active webhook in this process, or nil.
func (w *Webhooks) courier(id string) *courier {
	if c := w.current.Load(); c != nil {
		return c.courier(id)
	}
	return nil
}
