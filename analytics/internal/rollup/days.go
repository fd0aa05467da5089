package rollup

import (
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// DaysUpTo returns the UTC days before a day that have rollups.
func DaysUpTo(tx analytics.Tx, before uint32) (days []uint32, err error) {
	for day, err := range Days(tx, 0, before) {
		if err != nil {
			return nil, err
		}
		days = append(days, day)
	}
	return days, nil
}

// Days yields the UTC days that have rollups, from first up to after, exclusive.
// It ends after an error.
func Days(tx analytics.Tx, first, after uint32) iter.Seq2[uint32, error] {
	return func(yield func(uint32, error) bool) {
		for first < after {
			key, err := wire.FirstKey(tx, analytics.TableRollups, wire.PairKey(first, 0), wire.PairKey(after, 0))
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
