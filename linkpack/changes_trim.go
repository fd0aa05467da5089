package linkpack

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"time"
)

// How long rows of the change log are kept.
const (
	changesKept  = 30 * 24 * time.Hour // at least
	changesLimit = 90 * 24 * time.Hour // at most, while a durable cursor has not read them
	trimPage     = 1000                // the most rows that one transaction removes
)

// trim removes the rows that are too old.
func (w *changeWatch) trim(ctx context.Context) {
	// There are no durable cursors on the log, so no row waits to be read.
	err := w.trimChanges(ctx, math.MaxUint64)
	if err != nil && ctx.Err() == nil && !errors.Is(err, ErrClosed) {
		w.opts.Logger.Error("trimming the change log", slog.Any("error", err))
	}
}

// trimChanges removes rows that are too old, oldest first. read is the last Seq
// that the slowest durable cursor has read.
func (s *Shortener) trimChanges(ctx context.Context, read uint64) error {
	for {
		rows, err := s.store.ChangesAfter(ctx, 0, trimPage)
		if err != nil {
			return err
		}
		n := outdated(rows, s.now(), read)
		if n == 0 {
			return nil
		}
		if err := s.store.TrimChanges(ctx, rows[n-1].Seq); err != nil || n < len(rows) {
			return err
		}
	}
}

// outdated returns how many of the oldest rows can be removed.
func outdated(rows []Change, now time.Time, read uint64) int {
	for i, row := range rows {
		age := now.Sub(row.Time)
		if age < changesKept || row.Seq > read && age < changesLimit {
			return i
		}
	}
	return len(rows)
}
