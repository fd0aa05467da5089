package analytics

// Metrics are a recorder's figures since it was opened. Those that are called
// current can go down, all others only grow. Their number is fixed, whatever
// visitors send.
type Metrics struct {
	// Recorded is the number of clicks that are on disk, of all classes.
	Recorded uint64
	// Classes counts them by class.
	Classes ClassCounts
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
