package analytics

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"time"
)

const (
	// retentionEvery is the pace at which old clicks are looked for.
	retentionEvery = time.Minute
	// removeRows is the number of rows that one transaction removes.
	removeRows = 64
)

// tend does what the recorder has to do by itself: it finishes what was
// interrupted, and removes what is beyond retention. It returns when there
// is nothing to do, and when the recorder is closed.
func (r *Recorder) tend(ctx context.Context) {
	defer close(r.tended)
	for ctx.Err() == nil {
		if err := r.upkeep(ctx, func() error { return r.tendOnce(ctx) }); err != nil && ctx.Err() == nil && !errors.Is(err, ErrClosed) {
			r.opts.Logger.Error("analytics: removing clicks failed", slog.Any("error", err))
		}
		if r.opts.Retention == 0 {
			return
		}
		select {
		case <-time.After(retentionEvery):
		case <-ctx.Done():
		}
	}
}

// tendOnce removes what is beyond retention, or without one what was to be
// removed when the last recorder ended.
func (r *Recorder) tendOnce(ctx context.Context) error {
	keep := kept{to: maxTime} // nothing is older or newer
	if r.opts.Retention > 0 {
		now := r.opts.Clock()
		keep = kept{from: now.Add(-r.opts.Retention).UnixMilli(), to: now.UnixMilli() + msPerDay}
	}
	return r.removeOld(ctx, keep)
}

// kept are the times, in milliseconds, whose clicks stay, and what comes behind
// them in the log. Older clicks go. Those of later times were recorded while the
// clock ran ahead: they go with the first old ones behind them.
type kept struct{ from, to int64 }

// has reports whether clicks stay that are as new as age says.
func (k kept) has(age int64) bool { return k.from <= age && age <= k.to }

// removeOld removes the blocks from the front of the log all of whose clicks are
// older than those to be kept, and the words that only they used. First it says
// so, in one transaction: from then on nothing looks for them, and removing the
// rows can be interrupted.
//
// Plans stay. To know that nothing refers to one would take reading the log.
func (r *Recorder) removeOld(ctx context.Context, keep kept) error {
	for more := true; more; {
		var err error
		if more, err = r.removeFront(ctx, keep); err != nil {
			return err
		}
	}
	generation, err := r.oldestWords(ctx)
	if err != nil {
		return err
	}
	return r.removeRows(ctx, TableWords, pairKey(generation, 0))
}

// removeFront removes the old blocks of one view, and returns whether there may
// be more of them.
func (r *Recorder) removeFront(ctx context.Context, keep kept) (more bool, err error) {
	var gone, front removed
	err = r.store.ViewClicks(ctx, func(tx Tx) error {
		if gone, err = loadRemoved(tx); err != nil {
			return err
		}
		marks, err := loadMarks(tx)
		if err != nil {
			return err
		}
		front = gone
		more, err = front.extend(tx, keep, marks.lowest())
		return err
	})
	if err == nil && front != gone {
		err = r.update(ctx, front.put)
	}
	if err != nil {
		return false, err
	}
	return more, r.removeRows(ctx, TableLog, logKey(front.block+1, 0, 0))
}

// extend goes on over the blocks that are old and folded, and returns whether it
// stopped because it had read enough. What a block has is taken in when the next
// begins; a block with a damaged row, or one of a time to come, only together with
// an old one that is not far behind it.
func (m *removed) extend(tx Tx, keep kept, folded uint64) (more bool, err error) {
	next, rows, ahead, old := *m, 0, 0, false
	for row, err := range tx.Scan(TableLog, logKey(m.block+1, 0, 0), logKey(folded+1, 0, 0)) {
		if err != nil {
			return false, err
		}
		block, link, err := splitLogKey(row.Key)
		if err != nil {
			return false, inRow(err, TableLog, row.Key)
		}
		if block != next.block {
			if old {
				*m = next
				if rows > recountRows {
					return true, nil
				}
			}
			old = true
		}
		rows++
		newest, age, err := timesOf(row, link)
		if err != nil && !isDamage(err) {
			return false, err
		}
		if age > keep.to {
			ahead++
		}
		if keep.has(age) || ahead > recountRows {
			return false, nil
		}
		old = old && err == nil && age < keep.from
		next.block, next.latest = block, max(next.latest, newest)
	}
	if old {
		*m = next
	}
	return false, nil
}

// timesOf returns the newest time in a row of the log, and how new it is at
// most: no click is newer than the day on which it was written.
func timesOf(row Row, link uint32) (newest, age int64, err error) {
	if link == noLink {
		return gapTimes(row)
	}
	chunk, err := chunkOf(row)
	if err != nil {
		return 0, 0, err
	}
	var rec record
	for g, err := range chunk.all() {
		if err != nil {
			return 0, 0, err
		}
		records := chunk.records(g.start, g.end)
		for records.next(&rec) {
			newest = max(newest, rec.time)
		}
		if err := records.end(); err != nil {
			return 0, 0, err
		}
	}
	return newest, min(newest, (int64(chunk.generation)+1)*msPerDay), nil
}

// gapTimes is timesOf for lost clicks; other rows have no time.
func gapTimes(row Row) (newest, age int64, err error) {
	if !isGapRow(row.Key) {
		return 0, 0, nil
	}
	gaps, err := decodeGaps(row.Value)
	for _, g := range gaps {
		newest = max(newest, g.to)
	}
	return newest, newest, err
}

// oldestWords returns the generation before which no words are needed.
func (r *Recorder) oldestWords(ctx context.Context) (generation uint32, err error) {
	err = r.store.ViewClicks(ctx, func(tx Tx) error {
		end, err := loadPosition(tx)
		generation = end.generation
		if err != nil {
			return err
		}
		gone, err := loadRemoved(tx)
		if err != nil {
			return err
		}
		for row, err := range tx.Scan(TableLog, logKey(gone.block+1, 0, 0), nil) {
			if err != nil {
				return err
			}
			chunk, err := chunkOf(row)
			if err != nil {
				return inRow(err, TableLog, row.Key)
			}
			if chunk != nil {
				generation = min(generation, chunk.generation)
				return nil
			}
		}
		return nil
	})
	return generation, err
}

// removeRows removes the rows of a table before a key.
func (r *Recorder) removeRows(ctx context.Context, table Table, to []byte) error {
	for {
		keys, err := r.keys(ctx, table, to)
		if err != nil || len(keys) == 0 {
			return err
		}
		if err := r.update(ctx, func(tx Tx) error { return deleteRows(tx, table, keys) }); err != nil {
			return err
		}
	}
}

// keys returns the first keys of a table, before another.
func (r *Recorder) keys(ctx context.Context, table Table, to []byte) (keys [][]byte, err error) {
	err = r.store.ViewClicks(ctx, func(tx Tx) error {
		keys = keys[:0]
		for row, err := range tx.Scan(table, nil, to) {
			if err != nil || len(keys) == removeRows {
				return err
			}
			keys = append(keys, bytes.Clone(row.Key))
		}
		return nil
	})
	return keys, err
}

func deleteRows(tx Tx, table Table, keys [][]byte) error {
	for _, key := range keys {
		if err := tx.Delete(table, key); err != nil {
			return err
		}
	}
	return nil
}
