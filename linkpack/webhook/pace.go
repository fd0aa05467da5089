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
	queued atomic.Int64 // events that have no turn yet

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
	p.next = turn.Add(spread / time.Duration(max(1, p.queued.Add(-1)+1)))
	return turn.Sub(now)
}
