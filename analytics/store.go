package analytics

import (
	"context"
	"iter"
)

// Store is the role a store plays for analytics: a few ordered tables of
// bytes, changed in transactions. What the bytes mean is this package's
// business, so every engine keeps the same log and the same rollups.
//
// Implementations MUST be safe for concurrent use and honour the context's
// cancellation before a transaction begins.
type Store interface {
	// UpdateClicks runs fn in one read-write transaction. When it returns nil,
	// everything fn wrote is durable; when fn or the commit fails, nothing of
	// it is. Update transactions run one after another. fn may run more than
	// once and must not keep what the transaction handed out.
	UpdateClicks(ctx context.Context, fn func(Tx) error) error
	// ViewClicks runs fn on one consistent snapshot. Writing to it fails. It
	// does not wait for update transactions.
	ViewClicks(ctx context.Context, fn func(Tx) error) error
}

// Tx is one transaction on a [Store]. It must not be used after the function
// it was given to has returned, nor by several goroutines.
type Tx interface {
	// Get returns the value of key, or nil when there is none. The bytes are
	// valid until the transaction ends and must not be changed.
	Get(table Table, key []byte) ([]byte, error)
	// Put sets the value of key. The transaction keeps neither slice.
	Put(table Table, key, value []byte) error
	// Delete removes key; a missing key is no error.
	Delete(table Table, key []byte) error
	// Scan yields the rows with from <= key < to in ascending order of their
	// bytes; a nil to means up to the end. The slices are valid until the
	// transaction ends. An error ends the sequence and is its last value. The
	// table must not be changed while it is scanned.
	Scan(table Table, from, to []byte) iter.Seq2[Row, error]
}

// Row is a key and its value.
type Row struct {
	// Key is the row's key.
	Key []byte
	// Value is what the key has.
	Value []byte
}

// Table names one of the ordered tables.
type Table string

// The tables. An engine lays each out as suits how it is written.
const (
	// TableLog holds the clicks: chunks of one flush, keyed (block, last
	// link), appended and removed from the front; rows are overwritten only
	// when clicks are erased or a chain is mended.
	TableLog Table = "log"
	// TableWords holds the strings that clicks repeat, a generation per day,
	// keyed (generation, word): appended, and removed from the front.
	TableWords Table = "words"
	// TablePlans holds what links looked like when their clicks came, keyed
	// (link, revision).
	TablePlans Table = "plans"
	// TableRollups holds the folded figures, keyed (day, link).
	TableRollups Table = "rollups"
	// TableSums holds sums of rollups: of the links of a workspace, of months and
	// of all days, keyed (kind, day or month, number). Written when days are over.
	TableSums Table = "sums"
	// TableHeads holds each link's newest block, a run of links per row.
	TableHeads Table = "heads"
	// TableMeta holds small single values: positions, marks, visitor keys.
	TableMeta Table = "meta"
)

// Tables lists every table, for engines that create them when they open.
func Tables() []Table {
	return []Table{TableLog, TableWords, TablePlans, TableRollups, TableSums, TableHeads, TableMeta}
}
