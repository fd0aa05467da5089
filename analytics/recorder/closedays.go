package recorder

import (
	"bytes"
	"context"
	"log/slog"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

const (
	// closeWork is about the number of rows that are read for the sums of one
	// transaction, in a view before it.
	closeWork = 20_000
	// closeSize is about the number of bytes that one transaction writes.
	closeSize = 512 << 10
	// rowSize is the number of bytes that take as long to write as a small row.
	rowSize = 100
	// closeTries is how often rollups are read in a view, beside the folds. If folds
	// change the rollups each time, they are read in the transaction that writes the
	// sums.
	closeTries = 3
)

// shareOf returns what closeWork and other limits are divided by in a try. The less a try
// reads, the more likely it is done before the next fold.
func shareOf(try int) int { return [closeTries + 1]int{1, 5, 20, 48}[try] }

// closing makes the sums that one transaction writes.
type closing struct {
	tally.Summer
	recorder *Recorder
	today    uint32                      // UTC day
	stored   rollup.Closed               // what was closed before
	from     []byte                      // key of the first open sum to make; nil is the first of all
	added    map[uint32]*rollup.TotalSum // totals with days added; nil for open ones
	rows     []tableRow                  // to put
	size     int                         // bytes to put
	made     [][]byte                    // keys of open sums that were made
	next     []byte                      // key of the open sum to go on with
	more     bool                        // whether there may be more sums to make
	share    int                         // of the limits, see shareOf
	busy     bool                        // whether to leave open sums open: clicks would reopen them soon
}

// maxBusy is how often in a row sums that are open are left so, because clicks
// of their days were folded since the last time.
const maxBusy = 10

// tendSums makes the sums that are missing.
func (r *Recorder) tendSums(ctx context.Context) error {
	seen, err := r.watch(ctx, wire.DayOf(max(r.opts.Clock().UnixMilli(), 0)))
	if err != nil {
		return err
	}
	busy := seen != r.sumsSeen && r.sumsBusy < maxBusy
	if r.sumsSeen = seen; busy {
		r.sumsBusy++
	} else {
		r.sumsBusy = 0
	}
	return r.closeDays(ctx, busy)
}

// closeDays makes all sums that are missing: those of days and months that are over
// and, unless busy, those that are open.
func (r *Recorder) closeDays(ctx context.Context, busy bool) error {
	return closeParts(func(from []byte) (next []byte, more bool, err error) {
		err = r.upkeep(ctx, func(ctx context.Context) (err error) {
			next, more, err = r.closePart(ctx, busy, from)
			return err
		})
		return next, more, err
	})
}

// closeParts calls closePart until there is no more to make.
func closeParts(closePart func(from []byte) (next []byte, more bool, err error)) (err error) {
	var from []byte
	for more := true; more && err == nil; {
		from, more, err = closePart(from)
	}
	return err
}

// closePart makes some sums and reports whether there may be more to make. It makes open
// sums from a key on, nil for the first, and returns the key to go on with, so that those
// that cannot be made are tried once. It reads the rollups in a view, while clicks are
// written. If folds change rollups before the sums are written, it tries again.
func (r *Recorder) closePart(ctx context.Context, busy bool, from []byte) (next []byte, more bool, err error) {
	today := wire.DayOf(max(r.opts.Clock().UnixMilli(), 0))
	for try := 0; ; try++ {
		seen, err := r.watch(ctx, today)
		if err != nil {
			return nil, false, err
		}
		c := &closing{recorder: r, today: today, share: shareOf(try), busy: busy, from: from, Summer: tally.Summer{Stop: ctx.Err}}
		if try < closeTries {
			if err := r.log.View(ctx, c.run); err != nil || !c.more {
				return nil, false, err
			}
			if !c.changes() {
				return c.next, true, nil
			}
		}
		done := false
		err = r.between(ctx, func(ctx context.Context) error {
			if done = try == closeTries || r.touched == seen; !done {
				return nil
			}
			clear(r.opened) // some will be made
			return r.lease.UpdateClicks(ctx, func(tx analytics.Tx) error { return c.finish(tx, try == closeTries) })
		})
		if err != nil || done {
			return c.next, c.more, err
		}
	}
}

// finish writes the sums. If again is true, it makes them anew before.
func (c *closing) finish(tx analytics.Tx, again bool) error {
	if again {
		if err := c.run(tx); err != nil {
			return err
		}
	}
	return c.put(tx)
}

// watch starts counting the changes of rollups before a day, and returns how many
// changes were counted until now.
func (r *Recorder) watch(ctx context.Context, before uint32) (seen uint64, err error) {
	err = r.interject(ctx, func(context.Context) error {
		seen, r.horizon = r.touched, before
		return nil
	})
	return seen, err
}

// changes reports whether there is something to put.
func (c *closing) changes() bool {
	return len(c.rows) > 0 || len(c.made) > 0 || c.Closed != c.stored
}

// put writes the sums and removes the marks of open sums that were made.
func (c *closing) put(tx analytics.Tx) error {
	slices.SortFunc(c.rows, func(a, b tableRow) int { return bytes.Compare(a.Key, b.Key) }) // neighbours are written together
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

// run makes the next sums: those of days that are over, those of months that are over
// and have only closed days, or sums that are open.
func (c *closing) run(tx analytics.Tx) (err error) {
	*c = closing{
		recorder: c.recorder, today: c.today, share: c.share, busy: c.busy, from: c.from, next: c.from,
		added:  make(map[uint32]*rollup.TotalSum),
		Summer: tally.Summer{Tx: tx, Members: c.recorder.membersOf, Stop: c.Stop},
	}
	if c.Closed, err = rollup.LoadClosed(tx); err != nil {
		return err
	}
	c.stored = c.Closed
	for _, step := range []func() error{c.days, c.months, c.open} {
		if err := step(); err != nil || c.more {
			return c.recorder.spoilt(err)
		}
	}
	return nil
}

// full reports whether there is enough for one transaction.
func (c *closing) full() bool {
	return c.Work > closeWork/c.share || c.size > closeSize
}

// add has a sum made and written, unless it is empty or open. If a rollup is damaged, the
// sum is marked as open, so that queries read the rollups and return the error.
func (c *closing) add(k wire.SumKey, build func(wire.SumKey) ([]byte, error)) error {
	value, damage := build(k)
	if damage != nil && !wire.IsDamage(damage) || damage == nil && value == nil {
		return damage
	}
	open, err := rollup.IsOpen(c.Tx, k)
	switch {
	case err != nil || open:
		return err
	case damage != nil:
		c.keepOpen(k, damage)
	default:
		c.write(k, value)
	}
	return nil
}

// keepOpen marks a sum as open and logs why it cannot be made.
func (c *closing) keepOpen(k wire.SumKey, err error) {
	c.recorder.opts.Logger.Error("analytics: a rollup is damaged and cannot be added up", slog.Any("error", c.recorder.spoilt(err)))
	c.rows = append(c.rows, tableRow{analytics.TableMeta, analytics.Row{Key: k.OpenKey(), Value: wire.Seal(wire.NewValue(nil))}})
}

// write has a sum written, if it has something.
func (c *closing) write(k wire.SumKey, value []byte) {
	if value != nil {
		c.size += rowSize + len(value)
		c.rows = append(c.rows, tableRow{analytics.TableSums, analytics.Row{Key: k.Bytes(), Value: value}})
	}
}
