package webhook

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"code.dny.dev/ssrf"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Webhooks are the webhooks of a store. They send deliveries in the background, unless
// another process does. It is safe for concurrent use.
type Webhooks struct {
	links      *linkpack.Shortener
	opts       Options
	guard      *ssrf.Guardian
	transport  http.RoundTripper
	hooks      *linkpack.Records
	deliveries *linkpack.Records
	counts     *linkpack.Records
	owners     *owners
	recent     recentLinks
	pace       pace

	background  context.Context // on behalf of the host
	leading     context.Context // ends with Close
	stopLeading context.CancelFunc
	running     sync.WaitGroup
	candidate   *linkpack.Candidate
	current     atomic.Pointer[consumer] // the last one, or nil while another process sends
}

// Open returns the webhooks of the store of a Shortener and starts their deliveries,
// where they ended before. Open them once for each Shortener. If several processes use the
// store, one of them sends: another one goes on at once when that closes its Webhooks, and
// within half a minute when it dies. opts may be nil for the defaults. Shut down in this
// order: the server, the Webhooks, the Shortener.
func Open(ctx context.Context, links *linkpack.Shortener, opts *Options) (*Webhooks, error) {
	if links == nil {
		return nil, invalid("links", "is required")
	}
	w := &Webhooks{
		links: links, opts: opts.withDefaults(), candidate: links.Candidate("webhooks"),
		hooks:      links.Records(linkpack.KindWebhook),
		deliveries: links.Records(linkpack.KindDelivery),
		counts:     links.Records(linkpack.KindWebhookFigures),
		owners:     newOwners(links, opts.withDefaults().Logger),
	}
	w.guard = newGuard(w.opts.Allowed)
	w.transport = guarded(&w.opts, w.guard)
	w.background = host(context.WithoutCancel(ctx))
	w.leading, w.stopLeading = context.WithCancel(w.background)
	term, err := w.candidate.Stand(w.background)
	if err == nil {
		err = w.consume(ctx, term)
	}
	if err != nil && !errors.Is(err, linkpack.ErrLed) {
		return nil, err
	}
	w.running.Go(w.lead)
	return w, nil
}

// Close ends the deliveries and stores how far they have come. It waits for those that are
// being sent, at most 10 s, or until ctx is done. What is not sent yet is sent after the
// next Open, or by another process.
func (w *Webhooks) Close(ctx context.Context) error {
	w.stopLeading()
	w.running.Wait()
	if c := w.current.Load(); c != nil {
		return c.close(ctx)
	}
	return nil
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
