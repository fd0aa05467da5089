package recorder

import (
	"context"
	"errors"
	"log/slog"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

const (
	// closeWork is about the number of rows that are read for the sums of one
	// transaction.
	closeWork = 1000
	// closeTries is how often sums are made beside the folds. When these have
	// changed rollups that were read, it is done between them.
	closeTries = 3
)

// closing is what one transaction does to make sums.
type closing struct {
	tally.Summer
	recorder *Recorder
	today    uint32
	rows     []tableRow // to put
	made     [][]byte   // open sums that are made
	more     bool       // something may be left to do
	busy     bool       // open sums are left open, because they would not stay made
}

// closeDays makes the sums of what is over or was changed, as far as there is
// something to make. busy leaves what was changed for later.
func (r *Recorder) closeDays(ctx context.Context, busy bool) error {
	for more := true; more; {
		err := r.upkeep(ctx, func() (err error) {
			more, err = r.closePart(ctx, busy)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// closePart makes some sums, and returns whether there are others. The rollups
// are read in a view, while clicks are written; if one of them was changed until
// the sums are written, it begins again.
func (r *Recorder) closePart(ctx context.Context, busy bool) (more bool, err error) {
	today := wire.DayOf(max(r.opts.Clock().UnixMilli(), 0))
	for try := 0; ; try++ {
		seen, err := r.watch(ctx, today)
		if err != nil {
			return false, err
		}
		c := &closing{recorder: r, today: today, busy: busy}
		if try < closeTries {
			if err := r.log.View(ctx, c.run); err != nil || !c.more {
				return false, err
			}
		}
		done := false
		err = r.between(ctx, func(ctx context.Context) error {
			if done = try == closeTries || r.touched == seen; !done {
				return nil
			}
			clear(r.opened) // some will be made
			return r.lease.UpdateClicks(ctx, func(tx analytics.Tx) error {
				if try == closeTries {
					if err := c.run(tx); err != nil {
						return err
					}
				}
				return c.put(tx)
			})
		})
		if err != nil || done {
			return c.more, err
		}
	}
}

// watch has changes of rollups before a day counted, and returns how many there
// were.
func (r *Recorder) watch(ctx context.Context, before uint32) (seen uint64, err error) {
	err = r.between(ctx, func(context.Context) error {
		seen, r.horizon = r.touched, before
		return nil
	})
	return seen, err
}

// put writes what was made.
func (c *closing) put(tx analytics.Tx) error {
	for _, row := range c.rows {
		if err := tx.Put(row.Table, row.Key, row.Value); err != nil {
			return err
		}
	}
	if err := deleteRows(tx, analytics.TableMeta, c.made); err != nil {
		return err
	}
	return c.Closed.Put(tx)
}

// run makes the next sums: of a day that is over, of a month all of whose days
// are closed, or those that are open because rollups were changed.
func (c *closing) run(tx analytics.Tx) (err error) {
	*c = closing{recorder: c.recorder, today: c.today, busy: c.busy, Summer: tally.Summer{Tx: tx, Members: c.recorder.membersOf}}
	if c.Closed, err = rollup.LoadClosed(tx); err != nil {
		return err
	}
	day, found, err := firstDay(tx, c.Closed.Day, c.today)
	if err != nil {
		return err
	}
	if found {
		c.more = true
		return c.day(day)
	}
	if month, found, err := c.nextMonth(); err != nil || found {
		c.more = true
		return errors.Join(err, c.month(month))
	}
	return c.open()
}

// add makes a sum. What cannot be read stays open, and whoever asks for it reads
// the rollups and is told.
func (c *closing) add(k wire.SumKey) error {
	open, err := rollup.IsOpen(c.Tx, k)
	if err != nil || open {
		return err
	}
	value, err := c.Make(k)
	if wire.IsDamage(err) {
		c.keepOpen(k, err)
		return nil
	}
	c.put1(k, value)
	return err
}

// keepOpen leaves word that a sum is to be made.
func (c *closing) keepOpen(k wire.SumKey, err error) {
	c.recorder.opts.Logger.Error("analytics: a rollup is damaged and cannot be added up", slog.Any("error", err))
	c.rows = append(c.rows, tableRow{analytics.TableMeta, analytics.Row{Key: k.OpenKey(), Value: wire.Seal(wire.NewValue(nil))}})
}

// put1 has a sum written, if it has something.
func (c *closing) put1(k wire.SumKey, value []byte) {
	if value != nil {
		c.Work += len(value) >> 7
		c.rows = append(c.rows, tableRow{analytics.TableSums, analytics.Row{Key: k.Bytes(), Value: value}})
	}
}
