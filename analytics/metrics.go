package analytics

// Metrics are the counters of a recorder since it was opened. Values described as
// current can decrease; all others only increase. Visitors cannot increase the number
// of metrics.
type Metrics struct {
	// Recorded is the number of clicks that are on disk, of all classes.
	Recorded uint64 `json:"recorded"`
	// Classes are the recorded clicks by class.
	Classes ClassCounts `json:"classes"`
	// Conversions is the number of conversions that are on disk. They are not clicks.
	Conversions uint64 `json:"conversions"`
	// UnknownAgents is the number of recorded clicks whose User-Agent header the
	// classifier does not know. It stays 0 with [Options.DropUserAgents].
	UnknownAgents uint64 `json:"unknown_agents"`
	// Lost is the number of clicks that could not be recorded.
	Lost uint64 `json:"lost"`
	// Late is the number of calls of Record and Convert that returned [ErrLate], which requires
	// [Options.Sync].
	Late uint64 `json:"late"`
	// Queued is the current number of hits that wait for the next flush.
	Queued int `json:"queued"`
	// QueueSize is the maximum number of waiting hits. It does not change.
	QueueSize int `json:"queue_size"`
	// Lane is the current lane. It changes when the lease of one was lost.
	Lane Lane `json:"lane"`
	// LanesLost is the number of lanes whose lease was lost, because the process was
	// stopped or could not reach the store for too long.
	LanesLost uint64 `json:"lanes_lost"`
	// LanesAdopted is the number of lanes of other processes, which had died or been
	// closed, that the recorder looked after.
	LanesAdopted uint64 `json:"lanes_adopted"`
	// Pending is the current number of clicks on disk that are not in rollups yet.
	Pending int `json:"pending"`
	// Blocks is the current number of blocks ever written to the log, including
	// those of earlier recorders.
	Blocks uint64 `json:"blocks"`
	// Words is the current number of strings in the dictionary of the day, at most
	// 50,000.
	Words int `json:"words"`
	// Flushes is the number of blocks written.
	Flushes uint64 `json:"flushes"`
	// Folds is the number of times that clicks were added to rollups.
	Folds uint64 `json:"folds"`
	// FlushTime has the durations of transactions that wrote a block.
	FlushTime Histogram `json:"flush_time"`
	// FoldTime has the durations of adding clicks to rollups in a transaction. The
	// same transaction may also write a block.
	FoldTime Histogram `json:"fold_time"`
	// Written is the number of bytes in all keys and values passed to the store,
	// which writes more than that to disk.
	Written uint64 `json:"written"`
	// Failures is the number of transactions that failed.
	Failures uint64 `json:"failures"`
}
