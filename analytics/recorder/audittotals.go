package recorder

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

const (
	// countedLinks is the number of links whose totals are counted together.
	countedLinks = 1 << 18
	// countedRows is the number of rollups that one view reads for them.
	countedRows = 20_000
)

// countedTotals are the totals of the closed days of some links, counted from their
// rollups in several views. A total that is stored afterwards adds up the same rollups:
// no sums are made meanwhile, and a change of a rollup removes them.
type countedTotals struct {
	first, after uint32 // links
	sums         map[uint32]*rollup.TotalSum
	damaged      map[uint32]error // by link
	unknown      error            // damage that may be of any of the links

	closed rollup.Closed
	days   []uint32 // left to read
	next   uint32   // link at which to go on with the first of them
}

// countTotals counts the totals of links from one on.
func countTotals(ctx context.Context, log wire.LaneReader, first uint32) (*countedTotals, error) {
	t := &countedTotals{
		first: first, after: uint32(min(uint64(first)+countedLinks, wire.NoLink)), next: first,
		sums: make(map[uint32]*rollup.TotalSum), damaged: make(map[uint32]error),
	}
	err := log.View(ctx, func(tx analytics.Tx) (err error) {
		if t.closed, err = rollup.LoadClosed(tx); err == nil {
			t.days, err = rollup.DaysUpTo(tx, t.closed.Day+1)
		}
		return err
	})
	for err == nil && len(t.days) > 0 {
		err = log.View(ctx, t.view)
	}
	return t, err
}

// view reads the next rollups.
func (t *countedTotals) view(tx analytics.Tx) error {
	for rows := 0; len(t.days) > 0; t.days, t.next = t.days[1:], t.first {
		day := t.days[0]
		for row, err := range tx.Scan(analytics.TableRollups, wire.PairKey(day, t.next), wire.PairKey(day, t.after)) {
			if err == nil {
				err = wire.InRow(wire.CheckKey(row.Key, 8), analytics.TableRollups, row.Key)
			}
			if wire.IsDamage(err) {
				t.unknown = err
				break
			}
			if err != nil {
				return err
			}
			link := wire.Order.Uint32(row.Key[4:])
			if rows++; rows > countedRows {
				t.next = link
				return nil
			}
			if t.closed.HasDay(link, day) {
				t.add(link, row)
			}
		}
	}
	return nil
}

// add adds a rollup to the total of its link.
func (t *countedTotals) add(link uint32, row analytics.Row) {
	requests, err := rollup.RequestsOf(row.Value)
	if err != nil {
		t.damaged[link] = wire.InRow(err, analytics.TableRollups, row.Key)
		return
	}
	if t.sums[link] == nil {
		t.sums[link] = new(rollup.TotalSum)
	}
	t.sums[link].Add(requests)
}

// has reports whether the total of a link was counted.
func (t *countedTotals) has(link uint32) bool {
	return t != nil && t.first <= link && link < t.after
}

// value returns the value of a link's total; nil if it is empty. The error is that of a
// damaged rollup.
func (t *countedTotals) value(link uint32) ([]byte, error) {
	if t.unknown != nil {
		return nil, t.unknown
	}
	if t.sums[link] == nil || t.damaged[link] != nil {
		return nil, t.damaged[link]
	}
	return t.sums[link].Value(), nil
}
