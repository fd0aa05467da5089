package webhook

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"sync"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// readClicks follows the click log from a place.
func (w *consumer) readClicks(ctx context.Context, from place) iter.Seq2[happening, error] {
	return func(yield func(happening, error) bool) {
		before := place{Clicks: from.Clicks}
		var click analytics.Click // of each event, so that one that nobody wants costs no memory
		for e, err := range w.links.FollowAll(ctx, analytics.FollowQuery{From: before.Clicks}) {
			if err != nil {
				yield(happening{}, err)
				return
			}
			if e.Removed > 0 {
				w.opts.Logger.Warn("clicks were removed before webhooks got them", slog.Uint64("flushes", e.Removed))
			}
			click = e.Click
			h, err := w.clicked(ctx, &click, before, e.Cursor)
			if !yield(h, err) || err != nil {
				return
			}
			before = h.after
		}
	}
}

// clicked returns an event of the click log as a happening. after is the place after it.
func (w *consumer) clicked(ctx context.Context, click *analytics.Click, before place, after analytics.Cursor) (happening, error) {
	h := happening{before: before, after: place{Clicks: after}, time: click.Time}
	owner, err := w.owners.of(ctx, click.Link.Number)
	if err != nil {
		return h, err
	}
	h.workspace, h.link = owner.workspace, owner.link
	if w.clicks.cares(h.workspace) {
		h.click = click
	}
	return h, nil
}

// maxOwners is how many links are remembered.
const maxOwners = 1 << 16

// owner is whose link a click is about. It never changes.
type owner struct{ workspace, link string }

// owners finds the owners of links by the numbers that the click log has.
type owners struct {
	links *linkpack.Shortener
	log   *slog.Logger
	mu    sync.Mutex
	known map[uint32]owner
}

func newOwners(links *linkpack.Shortener, log *slog.Logger) *owners {
	return &owners{links: links, log: log, known: make(map[uint32]owner)}
}

// of returns the owner of a link, which is empty for one that was removed, or is damaged
// until it is mended.
func (o *owners) of(ctx context.Context, number uint32) (owner, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if found, ok := o.known[number]; ok {
		return found, nil
	}
	var found owner
	link, err := o.links.LinkNumbered(ctx, number)
	switch {
	case err == nil:
		found = owner{link.Workspace, link.ID}
	case errors.Is(err, linkpack.ErrDamaged):
		o.log.Error("reading the link of a click for webhooks", slog.Any("error", err))
		return owner{}, nil
	case !errors.Is(err, linkpack.ErrNotFound):
		return owner{}, err
	}
	if len(o.known) >= maxOwners {
		clear(o.known)
	}
	o.known[number] = found
	return found, nil
}
