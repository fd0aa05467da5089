package httpadapter

import (
	"context"
	"strings"
	"sync"
	"time"
)

// maxAccounts bounds each generation of accounts.
const maxAccounts = 10_000

// accounts is a [Limiter] in this process. It keeps the clients' meters in two
// generations and drops the old one as a whole. A meter that was not used for a
// whole generation has its full quota again, so that dropping it changes nothing.
type accounts struct {
	now func() time.Time

	mu         sync.Mutex
	young, old map[account]meter
	born       time.Time     // start of the young generation
	age        time.Duration // length of a generation
}

// account is one client under one limit.
type account struct {
	key   string
	limit Limit
}

// meter counts the requests of an account. It is safe for concurrent use.
type meter interface {
	// take counts a request if the quota allows it.
	take(now time.Time) Quota
}

func newAccounts(now func() time.Time) *accounts {
	return &accounts{now: now, young: map[account]meter{}, born: now(), age: time.Minute}
}

// Allow takes one request from the client's quota.
func (a *accounts) Allow(_ context.Context, key string, limit Limit) (Quota, error) {
	if limit.Window <= 0 {
		limit.Window = time.Second
	}
	now := a.now()
	return a.meter(account{key, limit}, now).take(now), nil
}

// meter returns the account's meter, or a new one with the full quota.
func (a *accounts) meter(of account, now time.Time) meter {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.age = max(a.age, of.limit.Window)
	if len(a.young) >= maxAccounts || now.Sub(a.born) >= a.age {
		a.old, a.young, a.born = a.young, map[account]meter{}, now
	}
	if known := a.young[of]; known != nil {
		return known
	}
	of.key = strings.Clone(of.key) // which may be part of a request
	known := a.old[of]
	if known == nil {
		known = newMeter(of.limit)
	}
	a.young[of] = known
	return known
}

func newMeter(limit Limit) meter {
	if limit.Fixed {
		return &fixedWindow{limit: limit}
	}
	return newBucket(limit)
}
