package analytics

import (
	"context"
	"errors"
	"math"
	"slices"
)

// logBounds are the blocks that hold all clicks of a reader's links and days,
// by what the rollups say of their first and last blocks.
type logBounds struct {
	reader      *logReader
	first, last uint64

	key, end []byte // the rollups that are left to look at
}

// narrow lets the reader begin and end where its range needs it to. The marks
// have to be taken before, since what is not folded is in no rollup.
func (l *logReader) narrow(ctx context.Context, log laneReader, folded uint64) error {
	b := &logBounds{reader: l, first: math.MaxUint64}
	if folded < l.last {
		b.first, b.last = folded+1, l.last
	}
	b.key, b.end = pairKey(dayOf(l.from), 0), pairKey(dayOf(l.to-1), noLink)
	for b.key != nil {
		var after *logBounds
		err := log.view(ctx, func(tx Tx) error {
			copied := *b
			after = &copied
			return after.look(tx)
		})
		if errors.Is(err, ErrDamaged) || errors.Is(err, ErrFormat) {
			return nil // the log itself may be sound: read all of it
		}
		if err != nil {
			return err
		}
		b = after
	}
	l.last = min(l.last, b.last)
	if l.begin.block < b.first {
		l.begin = place{block: b.first}
		l.at = logState{key: logKey(b.first, 0, 0)}
	}
	return nil
}

// look looks at the next rollups. Links that are not wanted are passed over.
func (b *logBounds) look(tx Tx) error {
	for rows := 0; rows < rowsPerView && b.key != nil; {
		from := b.key
		b.key = nil
		for row, err := range tx.Scan(TableRollups, from, b.end) {
			if err != nil {
				return err
			}
			rows++
			var wanted bool
			if b.key, wanted, err = b.row(row); err != nil {
				return err
			}
			if !wanted || rows >= rowsPerView {
				break
			}
		}
	}
	return nil
}

// row takes a rollup's blocks, if it is wanted, and returns the key to go on
// with, nil for none.
func (b *logBounds) row(row Row) (next []byte, wanted bool, err error) {
	if err := checkKey(row.Key, 8); err != nil {
		return nil, false, err
	}
	day, link := order.Uint32(row.Key), order.Uint32(row.Key[4:])
	if link != noLink && b.reader.wants(link, link) {
		payload, err := unseal(row.Value)
		r := reader{data: payload}
		first := r.uvarint()
		b.first, b.last = min(b.first, first), max(b.last, first+r.uvarint())
		return append(slices.Clone(row.Key), 0), true, err
	}
	links := b.reader.links
	if i, _ := slices.BinarySearch(links, link); link != noLink && i < len(links) {
		return pairKey(day, links[i]), false, nil
	}
	return pairKey(day+1, 0), false, nil
}
