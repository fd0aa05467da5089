package webhook

import (
	"context"
	"sync"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

const (
	// maxRecentLinks is how many links are remembered.
	maxRecentLinks = 256
	// linkFresh is for how long a link is remembered: the deliveries of a few flushes.
	linkFresh = time.Second
)

// recentLinks remembers the links of the last deliveries, by number, so that many clicks
// of a link do not read it from the store as often. Nobody changes the links.
type recentLinks struct {
	mu    sync.Mutex
	known map[uint32]recentLink
}

// recentLink is a link and when it was read.
type recentLink struct {
	link *linkpack.Link
	read time.Time
}

// get returns a link that is no older than a revision, and was read within the last second.
func (r *recentLinks) get(number, revision uint32) *linkpack.Link {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.known[number]
	if !ok || found.link.Revision < revision || time.Since(found.read) >= linkFresh {
		return nil
	}
	return found.link
}

// put remembers a link that was read at a time.
func (r *recentLinks) put(number uint32, link *linkpack.Link, read time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil {
		r.known = make(map[uint32]recentLink)
	}
	if len(r.known) >= maxRecentLinks {
		clear(r.known)
	}
	r.known[number] = recentLink{link, read}
}

// linkOf returns the link of a click, which is no older than the click.
func (w *Webhooks) linkOf(ctx context.Context, number, revision uint32) (*linkpack.Link, error) {
	if link := w.recent.get(number, revision); link != nil {
		return link, nil
	}
	read := time.Now()
	link, err := w.links.LinkNumbered(ctx, number)
	if err != nil {
		return nil, err
	}
	w.recent.put(number, link, read)
	return link, nil
}
