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

// pace spreads the deliveries of all webhooks. The more there are, the closer they follow
// each other, so that a backlog is not held up.
type pace struct {
	mu   sync.Mutex
	due  int       // deliveries that could be sent now
	next time.Time // when the next one may be sent
}

// add counts n more deliveries that could be sent now.
func (p *pace) add(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.due += n
}

// wait waits until a delivery that was added may be sent. It returns false if ctx is done
// before.
func (p *pace) wait(ctx context.Context) bool {
	defer p.add(-1)
	wait := p.turn(time.Now())
	return wait <= 0 || pause(ctx, wait)
}

// turn returns how long the next delivery has to wait.
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
