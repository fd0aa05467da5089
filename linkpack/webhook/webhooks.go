package webhook

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"code.dny.dev/ssrf"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Webhooks are the webhooks of a store. They send deliveries in the background. It is
// safe for concurrent use.
type Webhooks struct {
	links      *linkpack.Shortener
	opts       Options
	guard      *ssrf.Guardian
	transport  http.RoundTripper
	hooks      *linkpack.Records
	deliveries *linkpack.Records
	counts     *linkpack.Records

	ctx         context.Context // of attempts
	abort       context.CancelFunc
	reading     context.Context // of everything that begins something new
	stopReading context.CancelFunc
	running     sync.WaitGroup

	owners  *owners
	recent  recentLinks
	pace    pace
	clicks  *feed
	changes *feed

	mu       sync.Mutex
	couriers map[string]*courier // of active webhooks, by ID
	saved    []byte              // the progress on disk
	erased   []string            // workspaces whose deliveries may name erased clicks
}

// Open returns the webhooks of the store of a Shortener and starts their deliveries,
// where they ended before. Open them once for each store. opts may be nil for the
// defaults. Shut down in this order: the server, the Webhooks, the Shortener.
func Open(ctx context.Context, links *linkpack.Shortener, opts *Options) (*Webhooks, error) {
	if links == nil {
		return nil, invalid("links", "is required")
	}
	w := &Webhooks{
		links: links, opts: opts.withDefaults(), couriers: make(map[string]*courier),
		hooks:      links.Records(linkpack.KindWebhook),
		deliveries: links.Records(linkpack.KindDelivery),
		counts:     links.Records(linkpack.KindWebhookFigures),
		owners:     newOwners(links, opts.withDefaults().Logger),
	}
	w.guard = newGuard(w.opts.Allowed)
	w.transport = guarded(&w.opts, w.guard)
	w.ctx, w.abort = context.WithCancel(host(context.WithoutCancel(ctx)))
	w.reading, w.stopReading = context.WithCancel(w.ctx)
	w.clicks = &feed{w: w, read: w.readClicks, joined: make(chan struct{}, 1)}
	w.changes = &feed{w: w, read: w.readChanges, notice: w.notice}
	if err := w.load(ctx); err != nil {
		w.stop(ctx) // without saving, since only a part of the progress is loaded
		return nil, err
	}
	w.running.Go(w.clicks.run)
	w.running.Go(w.changes.run)
	w.running.Go(w.keep)
	w.running.Go(w.tend)
	return w, nil
}

// Close ends the deliveries and stores how far they have come. It waits for those that are
// being sent, at most 10 s, or until ctx is done. What is not sent yet is sent after the
// next Open.
func (w *Webhooks) Close(ctx context.Context) error {
	w.stop(ctx)
	saving := host(context.WithoutCancel(ctx))
	return errors.Join(w.save(saving), w.saveFigures(saving))
}

// stop ends the deliveries. It waits for those that are being sent.
func (w *Webhooks) stop(ctx context.Context) {
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

// now returns the time of the Shortener's clock as it is stored.
func (w *Webhooks) now() time.Time { return w.links.Now().UTC().Truncate(time.Millisecond) }

// hostContext is a context without the principal of the caller.
type hostContext struct{ context.Context }

// Value returns nil.
func (hostContext) Value(any) any { return nil }

// host returns a context for calls on behalf of the host itself, with the actor of ctx.
func host(ctx context.Context) context.Context {
	return linkpack.WithActor(hostContext{ctx}, linkpack.ActorOf(ctx))
}

// pause waits for d. It returns false if ctx is done before.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
