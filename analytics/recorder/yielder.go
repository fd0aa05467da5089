package recorder

import (
	"runtime"
	"time"
)

// yielder makes the recorder's goroutine yield its processor from time to time. Go
// lets a goroutine run for 10 ms, and requests on the same processor would wait for so
// long. If all processors are busy, the recorder has to wait after yielding. So it
// yields only for a limited time, and only in batched mode, where no request waits for
// the recorder.
type yielder struct {
	end  time.Time // until which it yields
	work int       // done since it last yielded
}

const (
	// yieldWork is the work after which the goroutine yields, in bytes of written
	// rollups. It takes about a third of a millisecond.
	yieldWork = 16 << 10
	// buildWork is the work of making a record from a hit, in the same unit.
	buildWork = 64
	// yieldTime is the part of a flush in which the goroutine yields.
	yieldTime = flushEvery / 2
)

// begin must be called when a flush begins.
func (p *yielder) begin(now time.Time, waits bool) {
	p.end, p.work = time.Time{}, 0
	if !waits {
		p.end = now.Add(yieldTime)
	}
}

// did must be called after work.
func (p *yielder) did(work int) {
	p.work += work
	if p.work < yieldWork {
		return
	}
	p.work = 0
	if time.Now().Before(p.end) {
		runtime.Gosched()
	}
}
