package postgres

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/linkpack/linkpack-go/store/internal/linkindex"
)

// conn is a connection of the pool, or a transaction of the host's.
type conn interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
	Conn() *pgx.Conn
}

// tx is a transaction.
type tx struct {
	ctx      context.Context
	conn     conn
	writable bool
	// touching means that a row which must not change is written: other transactions do
	// not know that this one has read it.
	touching bool
	cells    map[place]map[string]*cell
	// segments have been changed. They are written when the transaction ends.
	segments map[string]*linkindex.Segment
	changes  [][]byte // rows for the change log
	numbers  *numbers
	unused   []int64 // numbers of links that are removed
	failed   error   // the first error of the database
}

func newTx(ctx context.Context, conn conn) *tx {
	return &tx{ctx: ctx, conn: conn, cells: make(map[place]map[string]*cell)}
}

// opening is how a transaction begins: with statements that are sent at once.
type opening struct {
	begin string
	lock  string // comes before the snapshot; may be empty
	first string // takes the snapshot or a lock
	args  []any
	none  error         // if first returns no row
	idle  time.Duration // after which the database ends a transaction that asks nothing
}

// limitIdle makes sure that a process which is stopped in a transaction does not keep its
// locks.
const limitIdle = "select set_config('idle_in_transaction_session_timeout', $1, true)"

// The isolation of transactions. What a transaction on links reads must not change
// before it ends. A lane and the shared table are locked by a row.
const (
	beginView   = "begin isolation level repeatable read, read only"
	beginUpdate = "begin isolation level serializable"
	beginLocked = "begin isolation level read committed"
)

// begin begins the transaction.
func (t *tx) begin(o opening) error {
	b := new(pgx.Batch)
	b.Queue(o.begin)
	if o.lock != "" {
		b.Queue(o.lock)
	}
	if t.writable {
		b.Queue(limitIdle, strconv.FormatInt(o.idle.Milliseconds(), 10))
	}
	b.Queue(o.first, o.args...).QueryRow(func(r pgx.Row) error {
		var n int64
		err := r.Scan(&n)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		o.none = nil
		return err
	})
	if err := t.send(b); err != nil {
		return err
	}
	return o.none
}

// changed returns the statements that write what has been changed.
func (t *tx) changed() *pgx.Batch {
	b := new(pgx.Batch)
	t.writeSegments()
	for _, p := range t.places() {
		table{p, t}.write(b)
	}
	t.writeChanges(b)
	return b
}

// commit writes what has been changed and ends the transaction.
func (t *tx) commit() error {
	b := t.changed()
	b.Queue("commit").Exec(func(tag pgconn.CommandTag) error {
		if tag.String() != "COMMIT" {
			return errors.New("the transaction was rolled back")
		}
		return nil
	})
	return t.send(b)
}

// writeBefore writes the changes of a table before its rows are scanned.
func (t *tx) writeBefore(scanned table) error {
	b := new(pgx.Batch)
	if scanned.write(b); b.Len() == 0 {
		return nil
	}
	return t.send(b)
}

// send sends statements and waits for their results.
func (t *tx) send(b *pgx.Batch) error {
	return t.fail(t.conn.SendBatch(t.ctx, b).Close())
}

// fail says of an error that it is the database's, and keeps the first one: nothing can
// be done in the transaction any more, even if its function goes on.
func (t *tx) fail(err error) error {
	if err == nil {
		return nil
	}
	err = failed(err)
	if t.failed == nil {
		t.failed = err
	}
	return err
}

// rollback ends the transaction if it has begun and not ended.
func (t *tx) rollback() { t.end("rollback") }

// end runs statements by which a transaction, or a part of it, ends. Otherwise the pool
// closes the connection.
func (t *tx) end(statements string) {
	if !isOpen(t.conn) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), 5*time.Second)
	defer cancel()
	_, _ = t.conn.Exec(ctx, statements)
}

// isOpen reports whether a connection has a transaction.
func isOpen(c conn) bool { return !c.Conn().IsClosed() && c.Conn().PgConn().TxStatus() != 'I' }

// places returns the places of which rows are known, always in the same order, so that
// transactions do not wait for each other in a circle.
func (t *tx) places() []place {
	return slices.SortedFunc(maps.Keys(t.cells), func(a, b place) int { return strings.Compare(a.name, b.name) })
}

// changedKeys returns the keys of rows that were changed and not written, sorted.
func (t *tx) changedKeys(p place) (keys []string) {
	for key, c := range t.cells[p] {
		if c.changed {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}
