package recorder

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// retentionEvery is the interval at which old clicks are removed.
const retentionEvery = time.Minute

// tend is the recorder's own upkeep: it finishes interrupted work, removes clicks that
// are older than the retention, adds up and packs days that are over, and counts damaged figures
// again. It returns when the recorder is closed.
func (r *Recorder) tend(ctx context.Context) {
	for remove := r.opts.Retention > 0 || r.unfinished; ctx.Err() == nil; remove = r.opts.Retention > 0 {
		if remove {
			r.report(ctx, "removing old clicks", r.upkeep(ctx, func(ctx context.Context) error { return r.tendOnce(ctx) }))
		}
		select {
		case <-time.After(retentionEvery):
			r.tendDays(ctx)
		case <-ctx.Done():
		}
	}
}

// tendDays adds up and packs days that are over, and counts damaged figures again.
func (r *Recorder) tendDays(ctx context.Context) {
	t := r.tenure.Load()
	r.report(ctx, "adding up days", t.during(ctx, r.tendSums))
	if r.sumsBusy == 0 {
		r.report(ctx, "packing days", t.during(ctx, func(ctx context.Context) error { return r.packDays(ctx, packed.DefaultLimits()) }))
	}
	r.report(ctx, "counting damaged figures again", t.during(ctx, r.mendFigures))
}

// report logs an error of a job that will be tried again.
func (r *Recorder) report(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil && !errors.Is(err, analytics.ErrClosed) {
		r.opts.Logger.Error("analytics: "+what+" failed", slog.Any("error", err))
	}
}

// tendOnce removes what is beyond retention, or without one what was to be
// removed when the last recorder ended.
func (r *Recorder) tendOnce(ctx context.Context) error {
	keep := clicklog.Kept{To: wire.MaxTime} // keeps everything
	if r.opts.Retention > 0 {
		now := r.opts.Clock()
		keep = clicklog.Kept{From: now.Add(-r.opts.Retention).UnixMilli(), To: now.UnixMilli() + wire.MsPerDay}
	}
	return r.removeOld(ctx, keep)
}

// removeOld removes old blocks from the front of the log, and the words that only they
// used. It first stores up to which block the log is removed. From then on nothing
// reads these blocks, so deleting the rows can be interrupted.
//
// Plans stay, because finding out whether clicks still need them would take reading
// the whole log.
func (r *Recorder) removeOld(ctx context.Context, keep clicklog.Kept) error {
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
	r.words.Forget(generation)
	if err := r.removeRows(ctx, analytics.TableWords, wire.PairKey(generation, 0)); err != nil {
		return err
	}
	return r.dropPacks(ctx, wire.PackedWords, wire.PackedKey{High: wire.PairOf(generation, 0)})
}

// dropPacks removes the damaged packs of a table before a key.
func (r *Recorder) dropPacks(ctx context.Context, table wire.PackedTable, to wire.PackedKey) error {
	return r.dropDamaged(ctx, packed.Range{Table: table, To: to}, func(wire.PackedKey, wire.PackedKey) bool { return true })
}

// removeFront removes the old blocks that one view finds. more reports whether there
// may be others.
func (r *Recorder) removeFront(ctx context.Context, keep clicklog.Kept) (more bool, err error) {
	var gone, front clicklog.Removed
	err = r.log.View(ctx, func(tx analytics.Tx) error {
		if gone, err = clicklog.LoadRemoved(tx); err != nil {
			return err
		}
		marks, err := clicklog.LoadMarks(tx)
		if err != nil {
			return err
		}
		front = gone
		more, err = front.Extend(tx, keep, marks.Lowest())
		return err
	})
	if err == nil && front != gone {
		err = r.update(ctx, front.Put)
	}
	if err != nil {
		return false, err
	}
	if err := r.removeBlocks(ctx, wire.LogKey(front.Block+1, 0, 0)); err != nil {
		return false, err
	}
	return more, r.dropPacks(ctx, wire.PackedLog, wire.PackedKey{High: front.Block + 1})
}

// removeBlocks removes the rows of the log before a key, and with each those of the
// indexes.
func (r *Recorder) removeBlocks(ctx context.Context, to []byte) error {
	for {
		var keys [][]byte
		index := make(clicklog.Index)
		err := r.log.View(ctx, func(tx analytics.Tx) error {
			for row, err := range wire.PastDamage(tx).Scan(analytics.TableLog, nil, to) {
				if err != nil || len(keys) == clicklog.RemoveRows {
					return err
				}
				keys = append(keys, bytes.Clone(row.Key))
				index.AddRow(row)
			}
			return nil
		})
		if err != nil || len(keys) == 0 {
			return err
		}
		err = r.update(ctx, func(tx analytics.Tx) error {
			return errors.Join(deleteRows(tx, analytics.TableLog, keys), deleteIndex(tx, index.Sorted()))
		})
		if err != nil {
			return err
		}
	}
}

func deleteIndex(tx analytics.Tx, rows []clicklog.IndexRow) error {
	for _, row := range rows {
		if err := tx.Delete(row.Table, []byte(row.Key)); err != nil {
			return err
		}
	}
	return nil
}

// oldestWords returns the oldest generation of words that is still needed.
func (r *Recorder) oldestWords(ctx context.Context) (generation uint32, err error) {
	err = r.log.View(ctx, func(tx analytics.Tx) error {
		end, err := clicklog.LoadPosition(tx)
		generation = end.Generation
		if err != nil {
			return err
		}
		gone, err := clicklog.LoadRemoved(tx)
		if err != nil {
			return err
		}
		for row, err := range tx.Scan(analytics.TableLog, wire.LogKey(gone.Block+1, 0, 0), nil) {
			if err != nil {
				return err
			}
			chunk, err := clicklog.ChunkOf(row)
			if err != nil {
				return wire.InRow(err, analytics.TableLog, row.Key)
			}
			if chunk != nil {
				generation = min(generation, chunk.Generation)
				return nil
			}
		}
		return nil
	})
	return generation, err
}

// removeRows removes the rows of a table before a key.
func (r *Recorder) removeRows(ctx context.Context, table analytics.Table, to []byte) error {
	for {
		keys, err := r.keys(ctx, table, to)
		if err != nil || len(keys) == 0 {
			return err
		}
		if err := r.update(ctx, func(tx analytics.Tx) error { return deleteRows(tx, table, keys) }); err != nil {
			return err
		}
	}
}

// keys returns the first keys of a table, up to a key.
func (r *Recorder) keys(ctx context.Context, table analytics.Table, to []byte) (keys [][]byte, err error) {
	err = r.log.View(ctx, func(tx analytics.Tx) error {
		keys, err = firstKeys(tx, table, nil, to)
		return err
	})
	return keys, err
}

// firstKeys returns the first keys of a table with from <= key < to.
func firstKeys(tx analytics.Tx, table analytics.Table, from, to []byte) (keys [][]byte, err error) {
	for row, err := range wire.PastDamage(tx).Scan(table, from, to) {
		if err != nil || len(keys) == clicklog.RemoveRows {
			return keys, err
		}
		keys = append(keys, bytes.Clone(row.Key))
	}
	return keys, nil
}

func deleteRows(tx analytics.Tx, table analytics.Table, keys [][]byte) error {
	for _, key := range keys {
		if err := tx.Delete(table, key); err != nil {
			return err
		}
	}
	return nil
}
