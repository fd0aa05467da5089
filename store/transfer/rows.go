package transfer

import (
	"context"
	"iter"
)

// Store is a store that [Copy] can read and write.
type Store interface {
	// Rows gives access to everything that the store has.
	Rows() Rows
}

// Rows are everything that a store has, as rows that are the same in every store. The
// methods of it that write are for a store that nobody else uses.
type Rows interface {
	// View runs fn on one consistent snapshot.
	View(ctx context.Context, fn func(View) error) error
	// Put writes rows of a table, and sets the mark, in one transaction. The store must
	// not keep memory of its arguments. Rows that a store cannot have are an error.
	Put(ctx context.Context, mark []byte, table Table, rows []Row) error
	// Finish removes the mark. From then on, the store shows what has been put.
	Finish(ctx context.Context) error
}

// View is a snapshot of a store.
type View interface {
	// Mark returns what the last Put has set, or nil if there is no unfinished copy.
	Mark() ([]byte, error)
	// Idle returns an error that wraps [ErrInUse] if a lane is leased, if its owner has
	// not done what it was asked for, or if the store is being changed.
	Idle() error
	// Rows yields the rows of a table behind a key, in ascending order of the keys. A nil
	// key means all rows. An error is the last and names the row if it is about one. Rows
	// are valid until the view ends and must not be changed.
	Rows(table Table, after []byte) iter.Seq2[Row, error]
}

// Row is a row of a table.
type Row struct {
	// Key is unique in the table, and not empty.
	Key []byte
	// Value may be empty.
	Value []byte
}
