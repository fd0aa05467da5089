package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	hasUnnumbered = "select exists (select from linkpack_outbox)"
	// moveChanges moves the oldest rows of the outbox to the log. It must have the lock of
	// the log. Rows of one transaction that it parts stay in their order.
	moveChanges = `with moved as (
	delete from linkpack_outbox where (at, id, n) in (select at, id, n from linkpack_outbox order by at, id, n limit $1)
	returning at, id, n, value
), numbered as (
	insert into linkpack_changes (seq, value)
	select c.last + row_number() over (order by m.at, m.id, m.n), m.value
	from linkpack_counters c, moved m where c.name = 'changes'
	returning seq
)
update linkpack_counters set last = last + (select count(*) from numbered) where name = 'changes'
and exists (select from numbered)`
)

// lockLog begins a transaction that has the change log for itself.
func lockLog() opening {
	return opening{begin: beginLocked, first: "select last from linkpack_counters where name = 'changes' for update"}
}

// sequence numbers the rows of the outbox. Its statements are sent at once, so a process
// that stops in between keeps no lock.
func (s *store) sequence(ctx context.Context) error {
	var waiting bool
	err := s.repeat(ctx, func() error {
		return failed(s.pool.QueryRow(ctx, hasUnnumbered).Scan(&waiting))
	})
	for err == nil && waiting {
		err = s.repeat(ctx, func() error {
			waiting, err = s.numberSome(ctx)
			return err
		})
	}
	return err
}

// numberSome numbers the oldest rows of the outbox and reports whether there may be more.
func (s *store) numberSome(ctx context.Context) (more bool, err error) {
	b, o := new(pgx.Batch), lockLog()
	b.Queue(o.begin)
	b.Queue(o.first)
	b.Queue(moveChanges, maxRows).Exec(func(tag pgconn.CommandTag) error {
		more = tag.RowsAffected() > 0
		return nil
	})
	b.Queue("commit")
	return more, failed(s.pool.SendBatch(ctx, b).Close())
}
