package analytics

import (
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// Metrics are a recorder's figures since it was opened. Those that are called
// current can go down, all others only grow. Their number is fixed, whatever
// visitors send.
type Metrics struct {
	// Recorded is the number of clicks that are on disk, of all classes.
	Recorded uint64
	// Classes counts them by class.
	Classes [NumClasses]uint64
	// UnknownAgents counts those whose User-Agent header says nothing that the
	// classifier knows.
	UnknownAgents uint64
	// Lost is the number of clicks that are not on disk, and will not be.
	Lost uint64
	// Late is the number of answers that did not wait for their click any
	// longer ([ErrLate]), in sync mode.
	Late uint64
	// Queued is the current number of hits that wait for the next flush, at
	// most QueueSize, which does not change.
	Queued, QueueSize int
	// Pending is the current number of clicks on disk that are not folded.
	Pending int
	// Blocks is the current number of blocks that the log was ever given, in
	// earlier runs too.
	Blocks uint64
	// Words is the current number of texts in today's dictionary, at most
	// 50,000.
	Words int
	// Flushes is the number of blocks written, Folds of slices folded.
	Flushes, Folds uint64
	// FlushTime says how long the transactions took that wrote a block, FoldTime
	// how long folding took of the transactions that did it. A transaction can
	// do both.
	FlushTime, FoldTime Histogram
	// Written is the number of bytes of all keys and values handed to the
	// store. What a store writes to disk is more.
	Written uint64
	// Failures is the number of transactions that failed.
	Failures uint64
}

// Metrics returns the recorder's figures. They are read under a lock that
// requests do not take, but for Lost, Late and Queued, which are read in
// nanoseconds.
func (r *Recorder) Metrics() Metrics {
	queued, lost := r.queue.length()
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.metrics
	m.Queued, m.Lost, m.Late = queued, lost, r.late.Load()
	m.QueueSize, m.Pending, m.Blocks = r.opts.QueueSize, r.pending.clicks, r.block
	return m
}

// flushed counts a block that is on disk.
func (m *Metrics) flushed(bl *block, took time.Duration) {
	m.Recorded += uint64(bl.clicks)
	for class, n := range bl.kinds.classes {
		m.Classes[class] += n
	}
	m.UnknownAgents += bl.kinds.unknownAgents
	m.Flushes++
	m.FlushTime.observe(took)
}

// kinds says of what kinds the clicks of a block are.
type kinds struct {
	classes       [NumClasses]uint64
	unknownAgents uint64
}

func (k *kinds) add(e *entry) {
	k.classes[e.class]++
	if e.texts[textAgent] != "" && e.device == routing.UnknownDevice && e.bot == routing.NotBot &&
		e.texts[textOS] == "" && e.texts[textBrowser] == "" {
		k.unknownAgents++
	}
}

// measured is a transaction that counts what is put into it.
type measured struct {
	Tx
	written uint64
	folding time.Duration
}

// Put implements [Tx].
func (m *measured) Put(table Table, key, value []byte) error {
	m.written += uint64(len(key) + len(value))
	return m.Tx.Put(table, key, value)
}
