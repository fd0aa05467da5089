package rollup

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// logBounds are the first and the last block with clicks of a reader's links and
// days, as the rollups have them.
type logBounds struct {
	reader      *clicklog.LogReader
	first, last uint64

	key, end []byte // of the rollups left to read
}

// Narrow limits a reader to the blocks that have clicks of its links and range. All
// blocks after folded are included, as the rollups may lack their clicks.
func Narrow(ctx context.Context, l *clicklog.LogReader, log wire.LaneReader, folded uint64) error {
	b := &logBounds{reader: l, first: math.MaxUint64}
	if folded < l.Last {
		b.first, b.last = folded+1, l.Last
	}
	b.key, b.end = wire.PairKey(wire.DayOf(l.From), 0), wire.PairKey(wire.DayOf(l.To-1), wire.NoLink)
	for b.key != nil {
		var after *logBounds
		err := log.View(ctx, func(tx analytics.Tx) error {
			copied := *b
			after = &copied
			return after.look(tx)
		})
		if errors.Is(err, analytics.ErrDamaged) || errors.Is(err, analytics.ErrFormat) {
			return nil // the log may be undamaged: read all of it
		}
		if err != nil {
			return err
		}
		b = after
	}
	l.Last = min(l.Last, b.last)
	if l.Begin.Block < b.first {
		l.Begin = analytics.Place{Block: b.first}
		l.At = clicklog.LogState{Key: wire.LogKey(b.first, 0, 0)}
	}
	return nil
}

// look reads the next rollups and skips those of other links.
func (b *logBounds) look(tx analytics.Tx) error {
	for rows := 0; rows < clicklog.RowsPerView && b.key != nil; {
		from := b.key
		b.key = nil
		for row, err := range tx.Scan(analytics.TableRollups, from, b.end) {
			if err != nil {
				return err
			}
			rows++
			var wanted bool
			if b.key, wanted, err = b.row(row); err != nil {
				return err
			}
			if !wanted || rows >= clicklog.RowsPerView {
				break
			}
		}
	}
	return nil
}

// row extends the bounds by a rollup's blocks if the rollup is wanted. It returns
// the next key to read, nil at the end.
func (b *logBounds) row(row analytics.Row) (next []byte, wanted bool, err error) {
	if err := wire.CheckKey(row.Key, 8); err != nil {
		return nil, false, err
	}
	day, link := wire.Order.Uint32(row.Key), wire.Order.Uint32(row.Key[4:])
	if b.reader.Wants(link, link) {
		payload, err := wire.Unseal(row.Value)
		r := wire.Reader{Data: payload}
		first := r.Uvarint()
		b.first, b.last = min(b.first, first), max(b.last, first+r.Uvarint())
		return append(slices.Clone(row.Key), 0), true, err
	}
	links := b.reader.Links
	if i, _ := slices.BinarySearch(links, link); i < len(links) {
		return wire.PairKey(day, links[i]), false, nil
	}
	return wire.PairKey(day+1, 0), false, nil
}
