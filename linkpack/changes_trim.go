package linkpack

import (
	"context"
	"time"
)

// How long rows of the change log are kept.
const (
	changesKept  = 30 * 24 * time.Hour // at least
	changesLimit = 90 * 24 * time.Hour // at most, while a durable cursor has not read them
	trimPage     = 1000                // the most rows that one transaction removes
)

// trimRead removes rows that are too old, and those that every reader has read earlier.
func (s *Shortener) trimRead(ctx context.Context) error {
	read, err := s.slowestReader(ctx)
	if err != nil {
		return err
	}
	return s.trimChanges(ctx, read)
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
