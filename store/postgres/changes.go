package postgres

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/linkpack"
)

// A transaction leaves its rows for the change log in the outbox, so that it waits for no
// other transaction. Whoever reads the log moves them to it and numbers them then. So
// rows become visible in the order of their numbers, whatever was committed first.

// record appends a row to the change log.
func (t *tx) record(c linkpack.Change) error {
	value, err := json.Marshal(&c)
	if err != nil {
		return fmt.Errorf("postgres: change of %s %q: %w", c.Kind, c.ID, err)
	}
	t.changes = append(t.changes, value)
	return nil
}

// The time of rows is that of the database when the transaction ends. So a change that
// follows another one has a later time.
const leaveChanges = "insert into linkpack_outbox (at, id, n, value) select t.at, $1, n, value" +
	" from (select clock_timestamp() as at) t, unnest($2::int[], $3::bytea[]) c (n, value)"

// writeChanges adds the rows for the change log to a batch.
func (t *tx) writeChanges(b *pgx.Batch) {
	if len(t.changes) == 0 {
		return
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id) // it never fails
	places := make([]int32, len(t.changes))
	for i := range places {
		places[i] = int32(i)
	}
	b.Queue(leaveChanges, id, places, t.changes)
}

const (
	logState = "select (select last from linkpack_counters where name = 'changes'), (select last from linkpack_counters where name = 'trimmed')," +
		" exists (select from linkpack_outbox)"
	logRows     = "select seq, value from linkpack_changes where seq > $1 order by seq limit $2"
	trimLog     = "delete from linkpack_changes where seq <= $1"
	noteTrimmed = "update linkpack_counters set last = $1 where name = 'trimmed' and last < $1"
)

// state is that of the change log.
type state struct {
	last, trimmed uint64 // the last row, and the last one that was trimmed
	waiting       bool   // the outbox has rows
}

// logState reads the state of the log.
func (t *tx) logState() (st state, err error) {
	err = t.conn.QueryRow(t.ctx, logState).Scan(&st.last, &st.trimmed, &st.waiting)
	return st, t.fail(err)
}

// ChangesAfter implements [linkpack.Changes].
func (s *store) ChangesAfter(ctx context.Context, seq uint64, limit int) (found []linkpack.Change, err error) {
	if limit < 0 {
		return nil, &linkpack.FieldError{Field: "limit", Reason: "below 0"}
	}
	ctx = linkpack.WithTransaction(ctx, nil) // the log has only what is committed
	if st, err := s.sequence(ctx); err != nil || seq >= st.last {
		return nil, err
	}
	err = s.view(ctx, func(tx *tx) error {
		st, err := tx.logState()
		if err != nil {
			return err
		}
		if seq > 0 && seq < st.trimmed {
			return fmt.Errorf("changes %d to %d: %w", seq+1, st.trimmed, linkpack.ErrGone)
		}
		found, err = tx.readChanges(max(seq, st.trimmed), st.last, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// readChanges returns the rows above seq to last, at most limit of them (0 is all). A
// row that is missing is an error, since a reader must not miss a change.
func (t *tx) readChanges(seq, last uint64, limit int) (found []linkpack.Change, err error) {
	if seq >= last {
		return nil, nil
	}
	var most *int // null is all
	if limit > 0 {
		most = &limit
	}
	rows, _ := t.conn.Query(t.ctx, logRows, seq, most)
	var n uint64
	var value []byte
	_, err = pgx.ForEachRow(rows, []any{&n, &value}, func() error {
		if seq++; n != seq {
			return damaged("change %d is missing", seq)
		}
		c := linkpack.Change{}
		if err := json.Unmarshal(value, &c); err != nil {
			return damaged("change %d: %w", n, err)
		}
		c.Seq = n
		found = append(found, c)
		return nil
	})
	if err == nil && seq < last && (limit == 0 || len(found) < limit) {
		err = damaged("change %d is missing", seq+1)
	}
	return found, t.fail(err)
}

// LastChange implements [linkpack.Changes].
func (s *store) LastChange(ctx context.Context) (seq uint64, err error) {
	st, err := s.sequence(linkpack.WithTransaction(ctx, nil))
	return st.last, err
}

// TrimChanges implements [linkpack.Changes].
func (s *store) TrimChanges(ctx context.Context, seq uint64) error {
	return s.transact(ctx, lockLog(), func(tx *tx) error {
		st, err := tx.logState()
		if err != nil {
			return err
		}
		upTo := int64(min(seq, st.last))
		b := new(pgx.Batch)
		b.Queue(trimLog, upTo)
		b.Queue(noteTrimmed, upTo)
		return tx.send(b)
	})
}
