package httpadapter

import (
	"context"
	"time"
)

// LimitStore counts requests for several processes, each with a [SharedLimiter].
// Implementations must be safe for concurrent use; package store/postgres/limits is one.
type LimitStore interface {
	// Take takes requests from the quota of an account, as many as are wanted and left. An
	// account that the store does not know has its full quota. However many processes take
	// at once, they get no more than the limit allows by the store's clock. An error says
	// that the store cannot be asked; the requests may be taken then.
	Take(ctx context.Context, t LimitTake) (LimitTaken, error)
}

// LimitTake asks a [LimitStore] for requests.
type LimitTake struct {
	// Account names a client under a limit.
	Account [16]byte
	// Limit is the limit. It has Requests and a Window.
	Limit Limit
	// Wanted is how many requests are asked for.
	Wanted int
	// Unused is how many requests of an earlier answer are given back first. Those of
	// another window of a fixed limit do not count.
	Unused int
	// Mark is the mark of that answer.
	Mark int64
}

// LimitTaken is what a [LimitStore] answers.
type LimitTaken struct {
	// Taken is the number of requests that may pass.
	Taken int
	// Remaining is the number of requests that may be taken next, at once.
	Remaining int
	// Reset is the time until the full quota is available again: with a fixed limit, until
	// the window ends.
	Reset time.Duration
	// Mark identifies the window of a fixed limit. It means something to the store alone.
	Mark int64
}

// retryAfter returns the time until the next request may be taken, zero if that is now.
func (t LimitTaken) retryAfter(limit Limit) time.Duration {
	switch {
	case t.Remaining > 0:
		return 0
	case limit.Fixed:
		return t.Reset
	}
	others := float64(limit.Requests-1) / float64(limit.Requests)
	return max(t.Reset-time.Duration(others*float64(limit.Window)), 1)
}
