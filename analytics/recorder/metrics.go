package recorder

import (
	"sync"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// Metrics returns the recorder's figures. It does not delay requests noticeably.
func (r *Recorder) Metrics() analytics.Metrics {
	queued, lost := r.queue.length()
	m := r.metrics.get()
	m.Queued, m.Lost, m.Late, m.QueueSize = queued, lost, r.late.Load(), r.opts.QueueSize
	own := r.own.Load()
	own.mu.Lock()
	defer own.mu.Unlock()
	m.Lane, m.Pending, m.Blocks = own.log.Lane, own.pending.Clicks, own.block
	return m
}

// metrics are those that are not found elsewhere.
type metrics struct {
	mu     sync.Mutex
	values analytics.Metrics
}

func (m *metrics) get() analytics.Metrics {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.values
}

func (m *metrics) change(fn func(*analytics.Metrics)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fn(&m.values)
}

// count counts what was committed.
func (r *Recorder) count(bl *block, slice int, m *measured, took time.Duration) {
	r.metrics.change(func(values *analytics.Metrics) {
		values.Written += m.written
		if slice != noSlice {
			values.Folds++
			values.FoldTime.Observe(m.folding)
		}
		if bl != nil {
			flushed(values, bl, took)
			values.Words = len(r.builder.words.List)
		}
	})
}

// flushed counts a block that is on disk.
func flushed(m *analytics.Metrics, bl *block, took time.Duration) {
	m.Recorded += uint64(bl.clicks) - bl.kinds.conversions
	m.Conversions += bl.kinds.conversions
	for class, n := range bl.kinds.classes {
		m.Classes[class] += n
	}
	m.UnknownAgents += bl.kinds.unknownAgents
	m.Flushes++
	m.FlushTime.Observe(took)
}

// kinds counts the clicks of a block by class, those with an unknown agent, and the
// conversions.
type kinds struct {
	conversions   uint64
	classes       analytics.ClassCounts
	unknownAgents uint64
}

func (k *kinds) add(e *clicklog.Entry) {
	if e.Class == analytics.Conversion {
		k.conversions++
		return
	}
	k.classes[e.Class]++
	if e.Texts[clicklog.TextAgent] != "" && e.Device == routing.UnknownDevice && e.Bot == routing.NotBot &&
		e.Texts[clicklog.TextOS] == "" && e.Texts[clicklog.TextBrowser] == "" {
		k.unknownAgents++
	}
}

// measured is a transaction that counts the bytes it writes.
type measured struct {
	analytics.Tx
	written uint64
	folding time.Duration
}

// Put implements [analytics.Tx].
func (m *measured) Put(table analytics.Table, key, value []byte) error {
	m.written += uint64(len(key) + len(value))
	return m.Tx.Put(table, key, value)
}
