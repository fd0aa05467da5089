package webhook

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// spread is the time over which queued deliveries are spread. Clicks come from the log in
// flushes; if all of a flush were sent at once, the requests of that moment would wait.
const spread = 40 * time.Millisecond

// maxWait is the longest that a delivery waits for its turn.
const maxWait = 5 * spread

// pace spreads the first attempts of all webhooks. The more are queued, the closer they
// follow each other, so that a backlog is not held up.
type pace struct {
	queued atomic.Int64 // events that have no turn yet, of the targets that keep up

	mu   sync.Mutex
	next time.Time
}

// wait takes a turn for a queued event and waits for it. It returns false if ctx is done
// before.
func (p *pace) wait(ctx context.Context) bool {
	wait := p.turn(time.Now())
	return wait <= 0 || pause(ctx, wait)
}

// turn takes a turn for a queued event and returns how far it is from now.
func (p *pace) turn(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	turn := now
	if p.next.After(now) {
		turn = p.next
	}
	if latest := now.Add(maxWait); turn.After(latest) {
		turn = latest
	}
	p.next = turn.Add(spread / time.Duration(1+p.queued.Load()))
	return turn.Sub(now)
}

// tell tells the pace how many events of a courier are queued: at most what its target
// takes in a second, so that one that hangs does not hurry the others. c is locked.
func (c *courier) tell() {
	n := min(len(c.queue), c.quick)
	if c.halted || c.isFull() {
		n = 0
	}
	c.w.pace.queued.Add(int64(n - c.told))
	c.told = n
}

// learn notes how long an attempt took. c is locked.
func (c *courier) learn(took time.Duration) {
	c.quick = c.w.opts.InFlight * int(time.Second/max(took, time.Millisecond))
}
