package recount

import (
	"bytes"
	"cmp"
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// CheckOtherTables reports damage in rows that a recount of all links does not
// compare: words, plans, packs, and rollups of days whose clicks were removed.
func (c *Recount) CheckOtherTables(ctx context.Context) error {
	beyond := c.First
	if c.gone.Day(c.First) {
		beyond = min(wire.DayOf(c.gone.Latest)+1, c.After)
	}
	for _, part := range []struct {
		table    analytics.Table
		from, to []byte
	}{
		{analytics.TableWords, []byte{}, nil},
		{analytics.TablePlans, []byte{}, nil},
		{analytics.TableRollups, wire.PairKey(c.First, 0), wire.PairKey(beyond, 0)},
		{analytics.TablePacks, wire.PacksFrom(wire.PackedRollups, wire.PairKey(c.First, 0)), wire.PacksFrom(wire.PackedRollups, wire.PairKey(c.After, 0))},
		{analytics.TablePacks, wire.PacksFrom(wire.PackedWords, nil), nil},
	} {
		for next := part.from; next != nil; {
			err := c.log.View(ctx, func(tx analytics.Tx) (err error) {
				next, err = checkRows(tx, part.table, next, part.to, c.damaged)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// checkRows checks rows from next on. It returns the next key to check, nil at the
// end.
func checkRows(tx analytics.Tx, table analytics.Table, next, to []byte, found func(error)) ([]byte, error) {
	rows := 0
	for row, err := range wire.PastDamage(tx).Scan(table, next, to) {
		if err != nil {
			return nil, err
		}
		if rows++; rows > 10*clicklog.ScanRows {
			return bytes.Clone(row.Key), nil
		}
		if err := checkRow(table, row); err != nil {
			found(wire.InRow(err, table, row.Key))
		}
	}
	return nil, nil
}

// checkPackKey returns an error if the key of a pack is damaged.
func checkPackKey(key []byte) error {
	first, last, err := wire.SplitPackKey(key)
	if err == nil && first.Compare(last) > 0 {
		err = fmt.Errorf("%w: its first row is after its last", analytics.ErrDamaged)
	}
	return err
}

// checkRow returns an error if a word, a plan, a pack or a rollup is damaged.
func checkRow(table analytics.Table, row analytics.Row) error {
	payload, err := wire.Unseal(row.Value)
	if table == analytics.TablePacks {
		return cmp.Or(err, checkPackKey(row.Key))
	}
	if err == nil {
		err = wire.CheckKey(row.Key, 8)
	}
	switch {
	case err != nil || table == analytics.TableWords:
	case table == analytics.TablePlans:
		_, err = clicklog.DecodePlan(0, 0, payload)
	default:
		err = new(rollup.Rollup).Read(payload)
	}
	return err
}
