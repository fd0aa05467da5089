package webhook

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// maxQueue is how many events of a webhook are in memory to be sent. Further ones stay in
// the logs.
const maxQueue = 256

// courier sends the deliveries of one active webhook.
type courier struct {
	w    *consumer
	id   string
	hook atomic.Pointer[stored]
	ctx  context.Context // ends when the webhook is no longer active
	stop context.CancelFunc

	clicks, changes line

	mu        sync.Mutex
	room      *sync.Cond           // signaled when there may be room
	queue     []*task              // to be sent for the first time
	waiting   map[string]time.Time // when failed deliveries are due, by ID; zero while being sent
	soonest   time.Time            // none of those is due before; zero if unknown
	timer     *time.Timer          // for the first of those
	sending   int
	retryNext bool // whether a failed delivery is preferred
	quick     int  // how many attempts end in a second
	told      int  // how many events of the queue the pace counts
	halted    bool
	figures   Figures
	unsaved   bool       // whether the figures have changed
	logged    uint64     // the Figures.TooOld that the log has been told
	recent    []Delivery // taken ones, oldest first
}

// newCourier returns what sends to a webhook, with the deliveries that failed before.
func (w *consumer) newCourier(s *stored) (*courier, error) {
	c := &courier{w: w, id: s.ID, waiting: make(map[string]time.Time), quick: maxQueue}
	c.room = sync.NewCond(&c.mu)
	c.hook.Store(s)
	c.clicks, c.changes = line{feed: w.clicks, courier: c}, line{feed: w.changes, courier: c}
	var err error
	if c.figures, err = w.readFigures(w.ctx, s.Workspace, s.ID); err != nil {
		return nil, err
	}
	c.logged = c.figures.TooOld
	for d, err := range w.deliveriesOf(w.ctx, s.Workspace, s.ID) {
		if err != nil {
			return nil, err
		}
		if d.State == Waiting {
			c.wait(d.ID, d.NextAt)
		}
	}
	c.ctx, c.stop = context.WithCancel(w.reading)
	return c, nil
}

// enter begins with the deliveries, from a place in each log.
func (c *courier) enter(clicks, changes place) {
	workspace := c.hook.Load().Workspace
	c.w.clicks.add(&c.clicks, workspace, clicks)
	c.w.changes.add(&c.changes, workspace, changes)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.arrange()
}

// leave ends the deliveries. Those that are being sent go on.
func (c *courier) leave() {
	workspace := c.hook.Load().Workspace
	c.w.clicks.remove(&c.clicks, workspace)
	c.w.changes.remove(&c.changes, workspace)
	c.halt()
}

// halt lets nothing new begin.
func (c *courier) halt() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.halted {
		return
	}
	c.halted = true
	c.tell()
	c.stop()
	c.room.Broadcast()
	if c.timer != nil {
		c.timer.Stop()
	}
}

// replace sets the webhook after a change.
func (c *courier) replace(s *stored) {
	if s.Revision > c.hook.Load().Revision {
		c.hook.Store(s)
	}
}

// start runs f in the background, unless the courier has ended. c is locked.
func (c *courier) start(f func()) {
	if !c.halted {
		c.w.running.Go(f)
	}
}

// hasRoom reports whether another event can be taken. c is locked.
func (c *courier) hasRoom() bool {
	return len(c.queue) < maxQueue && !c.isFull()
}

// isFull reports whether so many failed deliveries wait that nothing new is sent. c is
// locked.
func (c *courier) isFull() bool { return len(c.waiting) >= c.w.opts.MaxWaiting }

// push takes an event to be sent. c is locked.
func (c *courier) push(t *task) {
	t.line.open = append(t.line.open, t)
	c.queue = append(c.queue, t)
	c.tell()
	c.arrange()
}

// arrange starts what can be sent now, and sets the timer for the next that failed. c is
// locked.
func (c *courier) arrange() {
	if c.halted || c.sending >= c.w.opts.InFlight {
		return // who has sent looks again
	}
	due, at := c.nextDue()
	ready := len(due)
	if !c.isFull() {
		ready += len(c.queue)
	}
	for range min(c.w.opts.InFlight-c.sending, ready) {
		c.sending++
		c.start(c.work)
	}
	if at.IsZero() {
		return
	}
	wait := max(at.Sub(c.w.now()), time.Millisecond)
	if c.timer == nil {
		c.timer = time.AfterFunc(wait, c.wake)
		return
	}
	c.timer.Reset(wait)
}

// wake runs when a failed delivery is due.
func (c *courier) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.arrange()
}

// wait lets a failed delivery wait. c is locked.
func (c *courier) wait(id string, at time.Time) {
	c.waiting[id] = at
	if at.Before(c.soonest) {
		c.soonest = at
	}
}

// nextDue returns the failed deliveries that are due, and when the first of the others is,
// or zero. It looks at all only if one may be due. c is locked.
func (c *courier) nextDue() (due []string, next time.Time) {
	now := c.w.now()
	if now.Before(c.soonest) {
		return nil, c.soonest
	}
	for id, at := range c.waiting {
		switch {
		case at.IsZero(): // it is being sent
		case !at.After(now):
			due = append(due, id)
		case next.IsZero() || at.Before(next):
			next = at
		}
	}
	if c.soonest = next; len(due) > 0 {
		c.soonest = time.Time{}
	}
	return due, next
}

// work sends until there is nothing to send. What it took before the courier ended is sent
// after the next start.
func (c *courier) work() {
	for {
		t, retry := c.take()
		switch {
		case !c.w.term.Held(): // another process sends it
			return
		case t != nil:
			if c.w.pace.wait(c.ctx) {
				c.send(t)
			}
		case retry != "":
			c.retry(retry)
		default:
			return
		}
	}
}

// take returns what is to be sent next: by turns an event and a failed delivery, if there
// are both. If there is none, the caller ends.
func (c *courier) take() (t *task, retry string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.retryNext = !c.retryNext
	idle := len(c.queue) == 0 || c.isFull()
	if !c.halted && (c.retryNext || idle) {
		if due, _ := c.nextDue(); len(due) > 0 {
			c.waiting[due[0]] = time.Time{}
			return nil, due[0]
		}
	}
	if c.halted || idle {
		c.sending--
		c.arrange()
		return nil, ""
	}
	t = c.queue[0]
	c.queue[0] = nil
	c.queue = c.queue[1:]
	c.tell()
	c.room.Broadcast()
	return t, ""
}
