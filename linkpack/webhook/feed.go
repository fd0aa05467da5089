package webhook

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"sync"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// retryRead is how long a reader waits after it failed.
const retryRead = time.Second

// happening is an event in one of the logs.
type happening struct {
	// before and after are the places around it.
	before, after place
	// workspace owns the link. It is empty for a removed link.
	workspace string
	// link is the ID of the link, if it is about one.
	link string
	// time is when it happened.
	time time.Time
	// click is the event in the click log, until the next one is read. It is nil in a
	// workspace without webhooks.
	click *analytics.Click
	// change is the event in the change log.
	change *linkpack.Change
}

// kept returns the event so that it can be kept while others are read.
func (h *happening) kept() happening {
	kept := *h
	if h.click != nil {
		click := *h.click
		kept.click = &click
	}
	return kept
}

// feed reads one log for all webhooks that are not behind. A feed without notice reads
// nothing as long as it has no lines: reading all clicks for nobody would take as long as
// counting them.
type feed struct {
	w      *consumer
	read   func(ctx context.Context, from place) iter.Seq2[happening, error]
	notice func(ctx context.Context, c *linkpack.Change) error
	joined chan struct{} // sent to when an idle feed gets a line

	mu    sync.Mutex
	at    place              // everything before it was offered to the lines
	lines map[string][]*line // by workspace
	idle  bool               // nothing is read
}

// run offers what happens to the lines until there is nothing more to read.
func (f *feed) run() {
	for f.awaitLine(f.w.reading) {
		err := f.follow(f.w.reading)
		if err == nil {
			continue
		}
		if f.w.reading.Err() != nil || errors.Is(err, linkpack.ErrClosed) {
			return
		}
		f.w.opts.Logger.Error("reading a log for webhooks", slog.Any("error", err))
		if !pause(f.w.reading, retryRead) {
			return
		}
	}
}

// awaitLine waits until somebody needs what the feed reads. It returns false if ctx is
// done before.
func (f *feed) awaitLine(ctx context.Context) bool {
	f.mu.Lock()
	f.idle = f.notice == nil && len(f.lines) == 0
	idle := f.idle
	f.mu.Unlock()
	if !idle {
		return true
	}
	select {
	case <-f.joined:
		return true
	case <-ctx.Done():
		return false
	}
}

// follow reads until an error, or until nobody needs it.
func (f *feed) follow(ctx context.Context) error {
	for h, err := range f.read(ctx, f.place()) {
		if err != nil {
			return err
		}
		if f.notice != nil && h.change != nil {
			if err := f.notice(ctx, h.change); err != nil {
				return err
			}
		}
		if !f.offer(&h) && f.notice == nil {
			return nil
		}
	}
	return ctx.Err()
}

// place returns the place that was reached.
func (f *feed) place() place {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at
}

// offer offers an event to the lines of its workspace. It returns false if no workspace
// has lines.
func (f *feed) offer(h *happening) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, l := range f.lines[h.workspace] {
		l.offer(h)
	}
	f.at = h.after
	return len(f.lines) > 0
}

// cares reports whether a workspace has lines.
func (f *feed) cares(workspace string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.lines[workspace]) > 0
}

// add adds a line that begins at a place. An idle feed begins there, too. If the feed is
// elsewhere, the line reads the part in between by itself.
func (f *feed) add(l *line, workspace string, start place) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lines == nil {
		f.lines = make(map[string][]*line)
	}
	f.lines[workspace] = append(f.lines[workspace], l)
	if f.idle {
		f.idle, f.at = false, start
		f.joined <- struct{}{}
	}
	if start != f.at {
		l.fallBehind(start)
	}
}

// remove removes a line.
func (f *feed) remove(l *line, workspace string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var rest []*line
	for _, other := range f.lines[workspace] {
		if other != l {
			rest = append(rest, other)
		}
	}
	if f.lines[workspace] = rest; rest == nil {
		delete(f.lines, workspace)
	}
}

// progress returns how far deliveries have come, and the oldest of the places.
func (f *feed) progress() (p feedProgress, oldest place) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p = feedProgress{At: f.at}
	oldest = f.at
	for _, lines := range f.lines {
		for _, l := range lines {
			at, behind := l.place()
			if !behind {
				continue
			}
			if p.Behind == nil {
				p.Behind = make(map[string]place)
			}
			p.Behind[l.courier.id] = at
			if oldest.includes(at) {
				oldest = at
			}
		}
	}
	return p, oldest
}
