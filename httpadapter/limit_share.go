package httpadapter

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync/atomic"
	"time"
)

// shareLife is how long requests that were taken in advance may pass.
const shareLife = 100 * time.Millisecond

// share is what this process has taken of an account's quota. Requests use it one after
// the other.
type share struct {
	of      account
	name    [16]byte
	waiting atomic.Int64
	turn    chan struct{} // has room for the request whose turn it is

	// The rest belongs to the request whose turn it is.
	size  int // taken at last
	left  int // of it
	until time.Time
	last  LimitTaken
	full  time.Time // when the full quota is available again
	next  time.Time // when there may be more to take
}

func newShare(of account) *share {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %t %s", of.limit.Requests, of.limit.Window, of.limit.Fixed, of.key))
	return &share{of: of, name: [16]byte(sum[:16]), turn: make(chan struct{}, 1)}
}

// allow uses one request of the share, or of another one if it is used up.
func (s *share) allow(ctx context.Context, l *SharedLimiter) (Quota, error) {
	s.waiting.Add(1)
	select {
	case s.turn <- struct{}{}:
		defer s.done(l)
	case <-ctx.Done():
		s.waiting.Add(-1)
		return Quota{}, ctx.Err()
	}
	now := l.now()
	if s.isFresh(now) || s.left == 0 && now.Before(s.next) {
		return s.use(now, s.isFresh(now)), nil
	}
	if err := s.take(ctx, l); err != nil {
		return Quota{}, err
	}
	return s.use(l.now(), s.left > 0), nil
}

// done gives the turn to the next. What was taken for requests that did not wait for it
// does not pass later.
func (s *share) done(l *SharedLimiter) {
	if s.waiting.Add(-1) == 0 && !l.opts.InAdvance {
		s.until = time.Time{}
	}
	<-s.turn
}

func (s *share) isFresh(now time.Time) bool { return s.left > 0 && now.Before(s.until) }

// use uses one request if it may pass.
func (s *share) use(now time.Time, allowed bool) Quota {
	if allowed {
		s.left--
	}
	quota := Quota{Allowed: allowed, Remaining: s.last.Remaining + s.left, Reset: max(s.full.Sub(now), 0)}
	if quota.Remaining == 0 {
		quota.RetryAfter = max(s.next.Sub(now), 0)
	}
	return quota
}

// take takes another share. What is left of the last one is lost if the store fails, since
// it may have been given back.
func (s *share) take(ctx context.Context, l *SharedLimiter) error {
	sent := l.now()
	t := LimitTake{Account: s.name, Limit: s.of.limit, Wanted: s.wanted(sent, l.opts.InAdvance), Unused: s.left, Mark: s.last.Mark}
	s.left = 0
	taken, err := l.take(ctx, t)
	if err != nil {
		return err
	}
	s.last, s.size, s.left = taken, taken.Taken, taken.Taken
	s.full, s.next = sent.Add(taken.Reset), sent.Add(taken.retryAfter(s.of.limit))
	life := limitPatience // for those that wait
	if l.opts.InAdvance {
		life = shareLife
	}
	if s.of.limit.Fixed {
		life = min(life, taken.Reset)
	}
	s.until = sent.Add(life)
	return nil
}

// wanted returns how much to take: for those that wait, or in advance. A share that was
// used up early doubles, and another one becomes as large as what was used.
func (s *share) wanted(now time.Time, inAdvance bool) int {
	if !inAdvance {
		return int(s.waiting.Load())
	}
	next := s.size - s.left
	if s.left == 0 && now.Before(s.until) {
		next = 2 * s.size
	}
	return max(min(next, s.of.limit.Requests/10), 1)
}
