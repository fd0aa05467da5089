package recorder

import (
	"runtime"
	"time"
)

// yielder has the recorder's goroutine step aside from time to time. Go lets a
// goroutine run for 10 ms, and requests that are queued behind it on its
// processor would wait as long. When all processors are busy it is also the
// recorder that waits then; so it steps aside only until an end, and only in
// batched mode, where nobody waits for the recorder.
type yielder struct {
	end  time.Time
	work int // done since the last time
}

const (
	// yieldWork is after how much work the goroutine steps aside, in bytes of
	// rollups that are written; it takes about a third of a millisecond.
	yieldWork = 16 << 10
	// buildWork is how much it is to make a hit a record.
	buildWork = 64
	// yieldTime is the part of a flush in which the goroutine steps aside.
	yieldTime = flushEvery / 2
)

// begin is called when a flush begins.
func (p *yielder) begin(now time.Time, waits bool) {
	p.end, p.work = time.Time{}, 0
	if !waits {
		p.end = now.Add(yieldTime)
	}
}

// did is called after work.
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
