package analytics

// Metrics are a recorder's figures since it was opened. Those that are called
// current can go down, all others only grow. Their number is fixed, whatever
// visitors send.
type Metrics struct {
	// Recorded is the number of clicks that are on disk, of all classes.
	Recorded uint64 `json:"recorded"`
	// Classes counts them by class.
	Classes ClassCounts `json:"classes"`
	// UnknownAgents counts those whose User-Agent header says nothing that the
	// classifier knows.
	UnknownAgents uint64 `json:"unknown_agents"`
	// Lost is the number of clicks that are not on disk, and will not be.
	Lost uint64 `json:"lost"`
	// Late is the number of answers that did not wait for their click any
	// longer ([ErrLate]), in sync mode.
	Late uint64 `json:"late"`
	// Queued is the current number of hits that wait for the next flush.
	Queued int `json:"queued"`
	// QueueSize is the most hits that can wait. It does not change.
	QueueSize int `json:"queue_size"`
	// Pending is the current number of clicks on disk that are not folded.
	Pending int `json:"pending"`
	// Blocks is the current number of blocks that the log was ever given, in
	// earlier runs too.
	Blocks uint64 `json:"blocks"`
	// Words is the current number of texts in today's dictionary, at most
	// 50,000.
	Words int `json:"words"`
	// Flushes is the number of blocks written.
	Flushes uint64 `json:"flushes"`
	// Folds is the number of slices folded.
	Folds uint64 `json:"folds"`
	// FlushTime says how long the transactions took that wrote a block.
	FlushTime Histogram `json:"flush_time"`
	// FoldTime says how long the folding in a transaction took. A transaction can
	// write a block and fold.
	FoldTime Histogram `json:"fold_time"`
	// Written is the number of bytes of all keys and values handed to the
	// store. What a store writes to disk is more.
	Written uint64 `json:"written"`
	// Failures is the number of transactions that failed.
	Failures uint64 `json:"failures"`
}
