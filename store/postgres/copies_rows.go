package postgres

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"github.com/linkpack/linkpack-go/store/transfer"
)

// keyed yields the rows of a table of keys and values behind a key.
func (v *copyView) keyed(t transfer.Table, behind []byte) iter.Seq2[transfer.Row, error] {
	return func(yield func(transfer.Row, error) bool) {
		var from []byte
		if behind != nil {
			from = after(behind)
		}
		p, err := copyPlace(t)
		if err != nil {
			yield(transfer.Row{}, err)
			return
		}
		for r, err := range (table{p, v.tx}).up(from, nil) {
			if !yield(transfer.Row{Key: r.key, Value: r.value}, err) || err != nil {
				return
			}
		}
	}
}

// few yields those of some rows that come behind a key.
func (v *copyView) few(after []byte, list func() ([]transfer.Row, error)) iter.Seq2[transfer.Row, error] {
	return func(yield func(transfer.Row, error) bool) {
		all, err := list()
		if err != nil {
			yield(transfer.Row{}, err)
			return
		}
		for _, r := range all {
			if bytes.Compare(r.Key, after) > 0 && !yield(r, nil) {
				return
			}
		}
	}
}

// paged yields the rows behind a key, of which read returns some at a time.
func (v *copyView) paged(after []byte, read func(after []byte) ([]transfer.Row, error)) iter.Seq2[transfer.Row, error] {
	return func(yield func(transfer.Row, error) bool) {
		for {
			some, err := read(after)
			if err != nil {
				yield(transfer.Row{}, err)
				return
			}
			for _, r := range some {
				if !yield(r, nil) {
					return
				}
				after = r.Key
			}
			if len(some) < lastPage {
				return
			}
		}
	}
}

// laneRows returns the rows of the lanes.
func (v *copyView) laneRows() (all []transfer.Row, err error) {
	lanes, err := v.Lanes()
	for _, l := range lanes {
		all = append(all, transfer.LaneRow(l.Lane, l.Epoch))
	}
	return all, err
}

const (
	readNumbers = "select last from linkpack_counters where name = 'numbers'"
	usesBehind  = "select number, uses from linkpack_link_uses where number > $1 order by number limit $2"
)

// counters returns the rows of the counters.
func (v *copyView) counters() ([]transfer.Row, error) {
	var next int64
	if err := v.tx.conn.QueryRow(v.tx.ctx, readNumbers).Scan(&next); err != nil {
		return nil, v.tx.fail(err)
	}
	st, err := v.tx.logState()
	if err != nil {
		return nil, err
	}
	return []transfer.Row{
		transfer.NumberRow(transfer.LastChange, st.last),
		transfer.NumberRow(transfer.LastNumber, uint64(next-1)),
	}, nil
}

// uses returns the uses of some links behind a number.
func (v *copyView) uses(after []byte) (some []transfer.Row, err error) {
	last := int64(-1)
	if after != nil {
		last = int64(binary.BigEndian.Uint32(after))
	}
	rows, _ := v.tx.conn.Query(v.tx.ctx, usesBehind, last, lastPage)
	var number, uses uint32
	_, err = pgx.ForEachRow(rows, []any{&number, &uses}, func() error {
		some = append(some, transfer.Row{Key: numberKey(number), Value: numberKey(uses)})
		return nil
	})
	return some, v.tx.fail(err)
}

// changes returns some rows of the change log behind a number.
func (v *copyView) changes(after []byte) (some []transfer.Row, err error) {
	st, err := v.tx.logState()
	if err != nil {
		return nil, err
	}
	last := st.trimmed
	if after != nil {
		last = binary.BigEndian.Uint64(after)
	}
	found, err := v.tx.readChanges(last, st.last, lastPage)
	for _, c := range found {
		value, err := json.Marshal(&c)
		if err != nil {
			return nil, fmt.Errorf("postgres: change %d: %w", c.Seq, err)
		}
		some = append(some, transfer.Row{Key: binary.BigEndian.AppendUint64(nil, c.Seq), Value: value})
	}
	return some, err
}
