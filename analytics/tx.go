package analytics

import "iter"

// View is a consistent snapshot of a [Store]. Its transactions are read-only: Put and
// Delete return an error. It must not be used after the function that it was passed
// to has returned, nor by several goroutines.
type View interface {
	// Lanes returns the existing lanes, sorted by number.
	Lanes() ([]LaneInfo, error)
	// Lane returns a transaction on the tables of a lane. A lane without writes
	// has no rows.
	Lane(lane Lane) Tx
	// Shared returns a transaction on [TableShared].
	Shared() Tx
}

// Tx is a transaction on the [Tables] of a lane or on [TableShared]. It must not be
// used after the function that it was passed to has returned, nor by several
// goroutines. It sees its own writes. Its methods return an error for any other
// table.
type Tx interface {
	// Get returns the value of key, or nil if there is none. An empty value is not
	// nil. The value is valid until the transaction ends and must not be changed.
	Get(table Table, key []byte) ([]byte, error)
	// GetAll returns an iterator over the rows with the given keys, in the order of
	// keys. It skips missing keys and yields a key that is given twice twice. It
	// needs a single request to the store, while calls of Get need one each. Keys
	// and values are valid until the transaction ends and must not be changed.
	// keys must not be changed during the iteration, since a row's Key may share
	// its memory. The table may be read but not changed during the iteration.
	// After an error the iteration ends.
	GetAll(table Table, keys [][]byte) iter.Seq2[Row, error]
	// Put sets the value of key, which must not be empty. It does not keep the
	// slices. The transaction may delay the write, and its error, until it ends.
	Put(table Table, key, value []byte) error
	// Delete removes key. A missing key is no error.
	Delete(table Table, key []byte) error
	// Scan returns an iterator over the rows with from <= key < to, in ascending
	// order of the bytes of their keys. A nil to means no upper limit; an empty to
	// selects no rows. Keys and values are valid until the transaction ends and
	// must not be changed. The table may be read but not changed during the
	// iteration. After an error the iteration ends.
	Scan(table Table, from, to []byte) iter.Seq2[Row, error]
}

// Row is a key and its value.
type Row struct {
	// Key is the row's key.
	Key []byte
	// Value is the row's value.
	Value []byte
}

// Table names one of the ordered tables.
type Table string

// The tables of a lane. A store may use a different layout for each, to suit the way
// it is written.
const (
	// TableLog has the clicks, in chunks of one flush with the key (block, last
	// link). Rows are added at the end and removed from the beginning. A row is
	// overwritten only when clicks are erased or a chain is repaired.
	TableLog Table = "log"
	// TableWords has the strings that clicks repeat, with the key (generation,
	// word). There is one generation a day. Rows are added at the end and removed
	// from the beginning.
	TableWords Table = "words"
	// TablePlans has the [Plan] of each revision of a link that has clicks, with
	// the key (link, revision).
	TablePlans Table = "plans"
	// TableRollups has the statistics of a link on a UTC day, with the key (day,
	// link). It also has the lost clicks of a UTC day, with the key (2³²-1, day).
	TableRollups Table = "rollups"
	// TableSums has sums of rollups over the links of a workspace, over months and
	// over all days, with the key (kind, day or month, number). A sum is written
	// after its last day has ended.
	TableSums Table = "sums"
	// TablePacks has rows of TableWords, TableRollups and TableLog of days that are over,
	// many neighbours in a row and compressed, with the key (table, last key, first key).
	TablePacks Table = "packs"
	// TableHeads has the newest block of each link, with many links in a row.
	TableHeads Table = "heads"
	// TableIDs says which blocks have clicks with an ID of some 128 ms, with the key
	// (128 ms, block). Rows are mostly added at the end and removed from the beginning.
	TableIDs Table = "ids"
	// TablePersons says which blocks have clicks of a person, clicks of a person on a
	// link, and conversions of a click, with the keys (kind, person, block from the
	// end), (kind, link, person, block) and (kind, ID, block).
	TablePersons Table = "persons"
	// TableMeta has single values, such as positions and pending erasures.
	TableMeta Table = "meta"
)

// TableShared has what is common to all lanes: the visitor key.
const TableShared Table = "shared"

// Tables returns the tables of a lane, for stores that create them when they are
// opened. TableShared is not included.
func Tables() []Table {
	return []Table{TableLog, TableWords, TablePlans, TableRollups, TableSums, TablePacks, TableHeads, TableIDs, TablePersons, TableMeta}
}
