package httpadapter

import (
	"strings"
	"time"
)

// maxAccounts bounds each generation of accounts.
const maxAccounts = 10_000

// account is one client under one limit.
type account struct {
	key   string
	limit Limit
}

// generations keeps something of each account. There are two generations, of which the old
// one is dropped as a whole. An account that was not used for a whole generation has its
// full quota again, so that dropping it changes nothing.
type generations[M any] struct {
	young, old map[account]M
	born       time.Time     // start of the young generation
	age        time.Duration // length of a generation
}

func newGenerations[M any](now time.Time) generations[M] {
	return generations[M]{young: map[account]M{}, born: now, age: time.Minute}
}

// advance makes the old generation that whose time is over. Generations are at least as
// long as the window of each limit.
func (g *generations[M]) advance(now time.Time, window time.Duration) {
	g.age = max(g.age, window)
	if now.Sub(g.born) >= g.age {
		g.next(now)
	}
}

// next begins a generation.
func (g *generations[M]) next(now time.Time) {
	g.old, g.young, g.born = g.young, map[account]M{}, now
}

func (g *generations[M]) isFull() bool { return len(g.young) >= maxAccounts }

// find returns what is known of an account, which stays for another generation.
func (g *generations[M]) find(of account) (known M, ok bool) {
	if known, ok = g.young[of]; ok {
		return known, true
	}
	if known, ok = g.old[of]; ok && !g.isFull() {
		g.add(of, known)
	}
	return known, ok
}

// add adds an account.
func (g *generations[M]) add(of account, m M) {
	of.key = strings.Clone(of.key) // which may be part of a request
	g.young[of] = m
}
