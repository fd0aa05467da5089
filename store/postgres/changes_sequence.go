package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// moveChanges moves the oldest rows of the outbox to the log. It must have the lock of the
// log. Rows of one transaction that it parts stay in their order.
const moveChanges = `with moved as (
	delete from linkpack_outbox where (at, id, n) in (select at, id, n from linkpack_outbox order by at, id, n limit $1)
	returning at, id, n, value
), numbered as (
	insert into linkpack_changes (seq, value)
	select c.last + row_number() over (order by m.at, m.id, m.n), m.value
	from linkpack_counters c, moved m where c.name = 'changes'
	returning seq
)
update linkpack_counters set last = last + (select count(*) from numbered) where name = 'changes'
returning (select count(*) from numbered)`

// lockLog begins a transaction that has the change log for itself.
func lockLog() opening {
	return opening{begin: beginLocked, first: "select last from linkpack_counters where name = 'changes' for update"}
}

// sequence numbers the rows that the outbox has now, and returns the state of the log
// then. A pass that moves fewer rows than it may has moved all of them, whatever others
// have added since.
func (s *store) sequence(ctx context.Context) (st state, err error) {
	for moved := maxRows; ; {
		err = s.look(ctx, func(t *tx) error {
			st, err = t.logState()
			return err
		})
		if err != nil || !st.waiting || moved < maxRows {
			return st, err
		}
		err = s.repeat(ctx, func() error {
			moved, err = s.numberSome(ctx)
			return err
		})
		if err != nil {
			return st, err
		}
	}
}

// numberSome numbers the oldest rows of the outbox and returns how many. Its statements
// are sent at once, so a process that is stopped in between keeps no lock.
func (s *store) numberSome(ctx context.Context) (moved int, err error) {
	b, o := new(pgx.Batch), lockLog()
	b.Queue(o.begin)
	b.Queue(o.first)
	b.Queue(moveChanges, maxRows).QueryRow(func(r pgx.Row) error { return r.Scan(&moved) })
	b.Queue("commit")
	return moved, s.exchange(ctx, b)
}
