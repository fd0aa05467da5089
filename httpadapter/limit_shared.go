package httpadapter

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"time"
)

// SharedLimiter is a [Limiter] that counts the requests of a client in all processes
// together, in a [LimitStore]. It asks the store once for all requests of a client that
// wait at a time, and not while the client is known to be over the limit.
//
// If the store fails or takes longer than a second, the process counts by itself for five
// seconds, and then asks again: until the store answers, each process lets a client make
// as many requests as the limit says. The same holds for clients beyond the first 10,000
// in a minute, or in the longest window of the limits, so that nobody can fill the store
// with clients.
type SharedLimiter struct {
	store LimitStore
	opts  SharedLimiterOptions
	now   func() time.Time
	own   *accounts
	away  outage

	mu     sync.Mutex
	shares generations[*share]
}

// SharedLimiterOptions are the options of a [SharedLimiter].
type SharedLimiterOptions struct {
	// InAdvance takes requests from the store before they come: as many as a client used
	// in the last 100 ms or twice that, and at most a tenth of the limit. Those that have
	// not come in 100 ms are given back when the client next asks this process; until
	// then, up to a tenth of the limit is missing for each process that the client has
	// left. Those that come late let no more pass in any time than the limit allows in
	// 100 ms more; the quota of a fixed window never exceeds it. Defaults to false: the
	// store counts each request before it passes.
	InAdvance bool
	// Logger is told when the store fails, and when it answers again. Defaults to
	// slog.Default.
	Logger *slog.Logger
}

// NewSharedLimiter returns a limiter that counts in a store. nil options mean the defaults.
func NewSharedLimiter(store LimitStore, opts *SharedLimiterOptions) *SharedLimiter {
	return newSharedLimiter(store, opts, time.Now)
}

func newSharedLimiter(store LimitStore, opts *SharedLimiterOptions, now func() time.Time) *SharedLimiter {
	l := &SharedLimiter{store: store, now: now, own: newAccounts(now), shares: newGenerations[*share](now())}
	if opts != nil {
		l.opts = *opts
	}
	l.opts.Logger = cmp.Or(l.opts.Logger, slog.Default())
	return l
}

// Allow implements [Limiter]. It returns an error only if ctx ends.
func (l *SharedLimiter) Allow(ctx context.Context, key string, limit Limit) (Quota, error) {
	limit = limit.withWindow()
	if s := l.share(account{key, limit}); s != nil {
		quota, err := s.allow(ctx, l)
		if err == nil || ctx.Err() != nil {
			return quota, err
		}
	}
	return l.own.Allow(ctx, key, limit)
}

// share returns the account's share. It is nil if there are too many accounts.
func (l *SharedLimiter) share(of account) *share {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shares.advance(l.now(), of.limit.Window)
	known, ok := l.shares.find(of)
	if !ok && !l.shares.isFull() {
		known = newShare(of)
		l.shares.add(of, known)
	}
	return known
}

// limitPatience is how long requests wait for the store.
const limitPatience = time.Second

// take asks the store, for all requests that wait: so it does not end with ctx.
func (l *SharedLimiter) take(ctx context.Context, t LimitTake) (LimitTaken, error) {
	if l.away.skips(l.now()) {
		return LimitTaken{}, errAway
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limitPatience)
	defer cancel()
	taken, err := l.store.Take(ctx, t)
	switch changed := l.away.note(err, l.now()); {
	case changed && err != nil:
		l.opts.Logger.ErrorContext(ctx, "the store of rate limits fails; this process counts by itself", "error", err)
	case changed:
		l.opts.Logger.InfoContext(ctx, "the store of rate limits answers again")
	}
	return taken, err
}
