package recorder

import (
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// Metrics returns the recorder's figures. It does not delay requests noticeably.
func (r *Recorder) Metrics() analytics.Metrics {
	queued, lost := r.queue.length()
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.metrics
	m.Queued, m.Lost, m.Late = queued, lost, r.late.Load()
	m.QueueSize, m.Pending, m.Blocks = r.opts.QueueSize, r.pending.Clicks, r.block
	return m
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
