package webhook

import (
	"context"
	"sync"
	"time"
)

// spread is the time over which deliveries are spread that could be sent at once. Clicks
// come from the log in flushes; if all of a flush were sent together, the requests of that
// moment would wait.
const spread = 40 * time.Millisecond

// pace spreads the first attempts of all webhooks. The more there are, the closer they
// follow each other, so that a backlog is not held up.
type pace struct {
	mu   sync.Mutex
	due  int       // events that could be sent soon, those that wait for their turn included
	next time.Time // of the next turn
}

// add counts n more events that could be sent soon.
func (p *pace) add(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.due += n
}

// wait waits for the turn of an event. It returns false if ctx is done before.
func (p *pace) wait(ctx context.Context) bool {
	p.add(1)
	defer p.add(-1)
	wait := p.turn(time.Now())
	return wait <= 0 || pause(ctx, wait)
}

// turn takes a turn and returns how far it is from now.
func (p *pace) turn(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	turn := p.next
	if turn.Before(now) {
		turn = now
	}
	p.next = turn.Add(spread / time.Duration(max(1, p.due)))
	return turn.Sub(now)
}

// tell tells the pace how many events of a courier are queued: at most what its target
// takes in a second, so that one that hangs does not hurry the others. c is locked.
func (c *courier) tell() {
	n := min(len(c.queue), c.quick)
	if c.halted || c.isFull() {
		n = 0
	}
	c.w.pace.add(n - c.told)
	c.told = n
}

// learn notes how long an attempt took. c is locked.
func (c *courier) learn(took time.Duration) {
	c.quick = c.w.opts.InFlight * int(time.Second/max(took, time.Millisecond))
}
