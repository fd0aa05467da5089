package analytics

import "iter"

// View is one consistent snapshot of a [Store]. Its transactions refuse to write.
// It must not be used after the function it was given to has returned, nor by
// several goroutines.
type View interface {
	// Lanes returns the lanes that there are, in the order of their numbers.
	Lanes() ([]LaneInfo, error)
	// Lane returns the tables of a lane. A lane that nobody ever wrote to has no
	// rows.
	Lane(lane Lane) Tx
	// Shared returns the table of the whole store, [TableShared].
	Shared() Tx
}

// Tx is one transaction on the tables of a lane, see [Tables], or on
// [TableShared]. It must not be used after the function it was given to has
// returned, nor by several goroutines. It sees what it has written. A table that is
// not one of its own, or that does not exist, is an error.
type Tx interface {
	// Get returns the value of key, or nil when there is none; an empty value is
	// not nil. The bytes are valid until the transaction ends and must not be
	// changed.
	Get(table Table, key []byte) ([]byte, error)
	// GetAll yields the rows that there are of some keys, in the order of keys:
	// those of missing keys are left out, and a key that is asked for twice is
	// yielded twice. It is one request, where a loop with Get would be many. Keys
	// and values are valid until the transaction ends and must not be changed,
	// nor may keys, which is what a row's Key may be a part of, while rows are
	// taken. The table must not be changed meanwhile; reading is allowed. An error
	// ends the sequence and is its last value.
	GetAll(table Table, keys [][]byte) iter.Seq2[Row, error]
	// Put sets the value of key, which must not be empty. The transaction keeps
	// neither slice. It may write as late as it ends.
	Put(table Table, key, value []byte) error
	// Delete removes key; a missing key is no error.
	Delete(table Table, key []byte) error
	// Scan yields the rows with from <= key < to in ascending order of their
	// bytes; a nil to means up to the end, an empty one yields none. The slices are valid until the
	// transaction ends. An error ends the sequence and is its last value. The
	// table must not be changed while it is scanned; reading is allowed.
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

// The tables of a lane. An engine lays each out as suits how it is written.
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
	// TableMeta holds small single values: positions, marks, erasures.
	TableMeta Table = "meta"
)

// TableShared holds what the whole store has once: the visitor key.
const TableShared Table = "shared"

// Tables lists the tables of a lane, for engines that create them when they
// open. [TableShared] is not among them.
func Tables() []Table {
	return []Table{TableLog, TableWords, TablePlans, TableRollups, TableSums, TableHeads, TableMeta}
}
