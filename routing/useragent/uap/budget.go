package uap

import (
	"sync"
	"time"
)

// budget allows a number of parses in each second of the clock.
type budget struct {
	perSecond int
	now       func() time.Time

	mu     sync.Mutex
	second int64
	used   int
}

func (b *budget) take() bool {
	second := b.now().Unix()
	b.mu.Lock()
	defer b.mu.Unlock()
	if second != b.second {
		b.second, b.used = second, 0
	}
	if b.used == b.perSecond {
		return false
	}
	b.used++
	return true
}
