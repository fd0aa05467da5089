package webhook

import "log/slog"

// line is the part of one log that a webhook has yet to get. It is in a feed, which offers
// what happens, unless the webhook is behind: then the line reads the log by itself until
// it has caught up. Its fields are guarded by the mutex of the courier, which is locked
// after that of the feed.
type line struct {
	feed    *feed
	courier *courier

	open   []*task // not settled yet, in the order of the log
	behind bool
	next   place // where to go on, if behind
	seen   place // what a line that has caught up got before it was offered
}

// task is an event that is to be sent.
type task struct {
	line    *line
	h       happening
	event   Event
	settled bool // whether it was sent, stored as failed, or is not wanted
}

// offer takes an event, if the webhook wants it. The feed is locked.
func (l *line) offer(h *happening) {
	c := l.courier
	c.mu.Lock()
	defer c.mu.Unlock()
	if l.behind {
		return
	}
	if l.seen != (place{}) {
		if l.seen.includes(h.after) {
			return
		}
		l.seen = place{}
	}
	if h.click == nil && h.change == nil {
		l.fall(h.before) // it was read before the line was there
		return
	}
	event, wanted := c.wants(h)
	switch {
	case !wanted:
	case !c.hasRoom():
		l.fall(h.before)
	default:
		c.push(&task{line: l, h: h.kept(), event: event})
	}
}

// fallBehind makes the line read the log by itself, from a place.
func (l *line) fallBehind(from place) {
	l.courier.mu.Lock()
	defer l.courier.mu.Unlock()
	l.fall(from)
}

// fall is fallBehind for a locked courier.
func (l *line) fall(from place) {
	l.behind, l.next = true, from
	l.courier.start(l.catchUp)
}

// catchUp reads the log until the line is where the feed is. It waits while the courier
// has no room.
func (l *line) catchUp() {
	for !l.rejoin(l.resume()) && !l.readOn() {
		if !pause(l.courier.ctx, retryRead) {
			return
		}
	}
}

// readOn reads the log. It returns false if it ended before the line had caught up.
func (l *line) readOn() bool {
	c := l.courier
	for h, err := range l.feed.read(c.ctx, l.resume()) {
		if err != nil {
			if c.ctx.Err() == nil {
				c.w.opts.Logger.Error("reading a log for a webhook", slog.String("webhook", c.id), slog.Any("error", err))
			}
			return false
		}
		if !l.take(&h) {
			return false
		}
		if l.rejoin(h.after) {
			return true
		}
	}
	return false
}

// take takes an event that the line has read. It returns false if the courier ends.
func (l *line) take(h *happening) bool {
	c := l.courier
	c.mu.Lock()
	defer c.mu.Unlock()
	event, wanted := c.wants(h)
	if wanted {
		for !c.hasRoom() && !c.halted {
			c.room.Wait()
		}
		if c.halted {
			return false
		}
		c.push(&task{line: l, h: h.kept(), event: event})
	}
	l.next = h.after
	return true
}

// rejoin ends the catching up if at is where the feed is, or behind it.
func (l *line) rejoin(at place) bool {
	l.feed.mu.Lock()
	defer l.feed.mu.Unlock()
	if !at.includes(l.feed.at) {
		return false
	}
	l.courier.mu.Lock()
	defer l.courier.mu.Unlock()
	l.behind, l.seen = false, at
	return true
}

func (l *line) resume() place {
	l.courier.mu.Lock()
	defer l.courier.mu.Unlock()
	return l.next
}

// place returns the place before the first event that is not settled, and false if there
// is none before the place of the feed.
func (l *line) place() (at place, behind bool) {
	l.courier.mu.Lock()
	defer l.courier.mu.Unlock()
	if len(l.open) > 0 {
		return l.open[0].h.before, true
	}
	return l.next, l.behind
}

// settle takes a task off the line. Those before it may still be open.
func (l *line) settle(t *task) {
	c := l.courier
	c.mu.Lock()
	defer c.mu.Unlock()
	t.settled = true
	for len(l.open) > 0 && l.open[0].settled {
		l.open[0] = nil
		l.open = l.open[1:]
	}
	c.room.Broadcast()
}
