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
update linkpack_counters set last = last + (select count(*) from numbered) where name = 'changes'`

// lockLog begins a transaction that has the change log for itself.
func lockLog() opening {
	return opening{begin: beginLocked, first: "select last from linkpack_counters where name = 'changes' for update"}
}

// sequence numbers the rows of the outbox and returns the state of the log then.
func (s *store) sequence(ctx context.Context) (st state, err error) {
	for {
		err = s.look(ctx, func(t *tx) error {
			st, err = t.logState()
			return err
		})
		if err == nil && st.waiting {
			err = s.repeat(ctx, func() error { return s.numberSome(ctx) })
		}
		if err != nil || !st.waiting {
			return st, err
		}
	}
}

// numberSome numbers the oldest rows of the outbox. Its statements are sent at once, so a
// process that is stopped in between keeps no lock.
func (s *store) numberSome(ctx context.Context) error {
	b, o := new(pgx.Batch), lockLog()
	b.Queue(o.begin)
	b.Queue(o.first)
	b.Queue(moveChanges, maxRows)
	b.Queue("commit")
	return failed(s.pool.SendBatch(ctx, b).Close())
}
