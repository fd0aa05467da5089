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

// pace spreads the deliveries of all webhooks. The more are queued, the closer they
// follow each other, so that a backlog is not held up.
type pace struct {
	queued atomic.Int64 // events to be sent for the first time
	mu     sync.Mutex
	next   time.Time
}

// wait waits for the next turn. It returns false if ctx is done before.
func (p *pace) wait(ctx context.Context) bool {
	p.mu.Lock()
	now := time.Now()
	turn := p.next
	if turn.Before(now) {
		turn = now
	}
	p.next = turn.Add(spread / time.Duration(max(1, p.queued.Load())))
	p.mu.Unlock()
	wait := turn.Sub(now)
	return wait <= 0 || pause(ctx, wait)
}
