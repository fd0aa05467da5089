package rollup

import (
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// DaysUpTo returns the days before one that have rollups.
func DaysUpTo(tx analytics.Tx, before uint32) (days []uint32, err error) {
	for day, err := range RollupDays(tx, 0, before) {
		if err != nil {
			return nil, err
		}
		days = append(days, day)
	}
	return days, nil
}

// RollupDays yields the days from first on, and before after, that have rollups.
// An error is the last thing it yields.
func RollupDays(tx analytics.Tx, first, after uint32) iter.Seq2[uint32, error] {
	return func(yield func(uint32, error) bool) {
		for first < after {
			key, err := FirstKey(tx, analytics.TableRollups, wire.PairKey(first, 0), wire.PairKey(after, 0))
			if err == nil && key != nil {
				err = wire.InRow(wire.CheckKey(key, 8), analytics.TableRollups, key)
			}
			if err != nil {
				yield(0, err)
				return
			}
			if key == nil || !yield(wire.Order.Uint32(key), nil) {
				return
			}
			first = wire.Order.Uint32(key) + 1
		}
	}
}

// FirstKey returns the first key of a part of a table, or nil.
func FirstKey(tx analytics.Tx, table analytics.Table, from, to []byte) ([]byte, error) {
	for row, err := range tx.Scan(table, from, to) {
		return row.Key, err
	}
	return nil, nil
}
