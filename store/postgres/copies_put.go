package postgres

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// Put implements [transfer.Rows].
func (c copies) Put(ctx context.Context, mark []byte, t transfer.Table, rows []transfer.Row) error {
	return c.transact(ctx, opening{begin: beginLocked, first: "select 1::bigint"}, func(tx *tx) error {
		b := new(pgx.Batch)
		if err := tx.putRows(b, t, rows); err != nil {
			return err
		}
		if t.Name == transfer.Changes && len(rows) > 0 {
			b.Queue(copyFirst, seqOf(rows[0]))
		}
		b.Queue(setMark, mark)
		return tx.send(b)
	})
}

// putRows adds rows of a table to a batch, or to the changes of the transaction.
func (t *tx) putRows(b *pgx.Batch, to transfer.Table, rows []transfer.Row) error {
	put := t.putKeyed(to)
	if !to.Clicks {
		switch to.Name {
		case transfer.Lanes:
			put = putLane
		case transfer.Counters:
			put = putCounter
		case transfer.Uses:
			put = putUses
		case transfer.Changes:
			put = putChange
		}
	}
	for _, r := range rows {
		if err := put(b, r); err != nil {
			return err
		}
	}
	return nil
}

// putKeyed returns a function that puts a row of a table of keys and values.
func (t *tx) putKeyed(to transfer.Table) func(*pgx.Batch, transfer.Row) error {
	p, err := copyPlace(to)
	return func(_ *pgx.Batch, r transfer.Row) error {
		if err == nil {
			table{p, t}.put(r.Key, r.Value)
		}
		return err
	}
}

const (
	copyLane = "insert into linkpack_lanes (lane, epoch, owner, expires_at, request) values ($1, $2, '', '-infinity', 0)" +
		" on conflict (lane) do update set epoch = excluded.epoch"
	copyNumbers = "update linkpack_counters set last = $1::bigint + 1 where name = 'numbers'"
	copyLast    = "update linkpack_counters set last = $1 where name in ('changes', 'trimmed')"
	copyFirst   = "update linkpack_counters set last = least(last, $1::bigint - 1) where name = 'trimmed'"
	copyUses    = "insert into linkpack_link_uses (number, uses) values ($1, $2) on conflict (number) do update set uses = excluded.uses"
	copyChange  = "insert into linkpack_changes (seq, value) values ($1, $2) on conflict (seq) do update set value = excluded.value"
)

func putLane(b *pgx.Batch, r transfer.Row) error {
	lane, epoch, err := transfer.LaneOf(r)
	if err == nil {
		b.Queue(copyLane, int32(lane), int64(epoch))
	}
	return err
}

// putCounter sets a counter. The next number is stored, and not the last one. Until changes
// are put, all of them are trimmed.
func putCounter(b *pgx.Batch, r transfer.Row) error {
	n, err := transfer.NumberOf(r)
	if err != nil {
		return err
	}
	switch string(r.Key) {
	case transfer.LastNumber:
		if n >= math.MaxUint32 {
			return fmt.Errorf("%w: the last number is %d", linkpack.ErrDamaged, n)
		}
		b.Queue(copyNumbers, int64(n))
	case transfer.LastChange:
		b.Queue(copyLast, int64(n))
	default:
		return fmt.Errorf("postgres: no counter %.40q", r.Key)
	}
	return nil
}

func putUses(b *pgx.Batch, r transfer.Row) error {
	if len(r.Key) != numberSize || len(r.Value) != numberSize {
		return damaged("the uses of link %x are %x", r.Key, r.Value)
	}
	b.Queue(copyUses, int64(binary.BigEndian.Uint32(r.Key)), int64(binary.BigEndian.Uint32(r.Value)))
	return nil
}

func putChange(b *pgx.Batch, r transfer.Row) error {
	if len(r.Key) != 8 {
		return damaged("change %x", r.Key)
	}
	b.Queue(copyChange, seqOf(r), r.Value)
	return nil
}

// seqOf returns the number of a change.
func seqOf(r transfer.Row) int64 { return int64(binary.BigEndian.Uint64(r.Key)) }

// Finish implements [transfer.Rows].
func (c copies) Finish(ctx context.Context) error {
	_, err := c.pool.Exec(ctx, removeMark)
	return failed(err)
}
