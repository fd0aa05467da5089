package httpadapter

import (
	"context"
	"sync"
	"time"
)

// accounts is a [Limiter] in this process.
type accounts struct {
	now func() time.Time

	mu sync.Mutex
	generations[meter]
}

// meter counts the requests of an account. It is safe for concurrent use.
type meter interface {
	// take counts a request if the quota allows it.
	take(now time.Time) Quota
}

func newAccounts(now func() time.Time) *accounts {
	return &accounts{now: now, generations: newGenerations[meter](now())}
}

// Allow takes one request from the client's quota.
func (a *accounts) Allow(_ context.Context, key string, limit Limit) (Quota, error) {
	limit, now := limit.withWindow(), a.now()
	return a.meter(account{key, limit}, now).take(now), nil
}

// meter returns the account's meter, or a new one with the full quota.
func (a *accounts) meter(of account, now time.Time) meter {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.advance(now, of.limit.Window)
	if a.isFull() {
		a.next(now)
	}
	known, ok := a.find(of)
	if !ok {
		known = newMeter(of.limit)
		a.add(of, known)
	}
	return known
}

func newMeter(limit Limit) meter {
	if limit.Fixed {
		return &fixedWindow{limit: limit}
	}
	return newBucket(limit)
}
