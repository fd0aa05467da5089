package uap

import (
	"sync"
	"time"
)

// budget allows a number of parses in each second of the clock. What is not used is saved
// up, to a limit.
type budget struct {
	perSecond, most float64
	now             func() time.Time

	mu    sync.Mutex
	saved float64
	asOf  time.Time // of saved
}

func newBudget(o *Options) budget {
	return budget{perSecond: float64(o.ParsesPerSecond), most: float64(o.Burst), now: o.Now, saved: float64(o.Burst), asOf: o.Now()}
}

func (b *budget) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	b.saved = min(b.saved+max(now.Sub(b.asOf).Seconds(), 0)*b.perSecond, b.most)
	b.asOf = now
	if b.saved < 1 {
		return false
	}
	b.saved--
	return true
}
