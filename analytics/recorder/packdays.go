package recorder

import (
	"cmp"
	"context"
	"errors"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// packTries is how often rows are packed anew because they have changed meanwhile. Then
// they are left until the next time.
const packTries = 3

// unpacked is the recorder's lane with the rows as they are stored.
type unpacked struct {
	log   wire.LaneReader
	lease analytics.Lease
}

// packDays packs the rollups of days that are closed and the words of older generations,
// and rows that were put since their day was packed. It goes on after a day that cannot be
// read, and returns the first such error at the end.
func (r *Recorder) packDays(ctx context.Context, limits packed.Limits) (damage error) {
	if err := r.raisePacked(ctx); err != nil {
		return err
	}
	for days, after := []packed.Day(nil), (*packed.Day)(nil); ; after = &days[len(days)-1] {
		err := r.unpacked.log.View(ctx, func(tx analytics.Tx) (err error) {
			days, err = packed.Days(tx, after, func(err error) { damage = cmp.Or(damage, err) })
			return err
		})
		if err != nil || len(days) == 0 {
			return cmp.Or(err, damage)
		}
		unread, err := r.packThese(ctx, days, limits)
		if err != nil {
			return err
		}
		damage = cmp.Or(damage, unread)
	}
}

// raisePacked raises the limit of what is packed.
func (r *Recorder) raisePacked(ctx context.Context) error {
	for {
		var limit, now uint32
		err := r.unpacked.log.View(ctx, func(tx analytics.Tx) (err error) {
			limit, now, err = packLimits(tx)
			return err
		})
		if err != nil || now >= limit {
			return err
		}
		err = r.updateUnpacked(ctx, func(tx analytics.Tx) error { return packed.Raise(tx, limit) })
		if err != nil {
			return err
		}
	}
}

// packLimits returns the day from which on nothing can be packed, because it is not closed
// or the words of its generation may get more, and the present limit of what is packed.
func packLimits(tx analytics.Tx) (limit, now uint32, err error) {
	closed, err := rollup.LoadClosed(tx)
	if err != nil {
		return 0, 0, err
	}
	end, err := clicklog.LoadPosition(tx)
	if err != nil {
		return 0, 0, err
	}
	now, err = packed.LoadLimit(tx)
	return min(closed.Day, end.Generation), now, err
}

// packThese packs the rows of days. damage is the first error about rows that cannot be
// read.
func (r *Recorder) packThese(ctx context.Context, days []packed.Day, limits packed.Limits) (damage, err error) {
	if err := r.updateUnpacked(ctx, func(tx analytics.Tx) error { return packed.Begin(tx, days) }); err != nil {
		return nil, err
	}
	for _, day := range days {
		err := r.packDay(ctx, day, limits)
		if err != nil && (ctx.Err() != nil || errors.Is(err, analytics.ErrClosed)) {
			return nil, err
		}
		damage = cmp.Or(damage, err)
	}
	return damage, nil
}

// packDay packs the rows of a day in short transactions.
func (r *Recorder) packDay(ctx context.Context, day packed.Day, limits packed.Limits) error {
	from := uint64(0)
	for tries := 0; tries < packTries; {
		var job *packed.Job
		done := false
		err := r.upkeep(ctx, func() (err error) {
			job, done, err = r.packPart(ctx, day, from, limits)
			return err
		})
		switch {
		case err != nil || done && job.Next == 0:
			return err
		case done:
			from = job.Next
		default:
			tries++
		}
	}
	return nil
}

// packPart packs rows of a day from a pair on. It reads and packs them in a view, while
// clicks are written. If they have changed since, it is not done.
func (r *Recorder) packPart(ctx context.Context, day packed.Day, from uint64, limits packed.Limits) (job *packed.Job, done bool, err error) {
	err = r.unpacked.log.View(ctx, func(tx analytics.Tx) (err error) {
		job, err = limits.Read(tx, day, from)
		return err
	})
	if err == nil {
		err = r.updateUnpacked(ctx, func(tx analytics.Tx) (err error) {
			done, err = job.Write(tx)
			return err
		})
	}
	return job, done, err
}

// updateUnpacked runs fn between two flushes, in a transaction with the rows as they are
// stored.
func (r *Recorder) updateUnpacked(ctx context.Context, fn func(analytics.Tx) error) error {
	return r.between(ctx, func(ctx context.Context) error { return r.unpacked.lease.UpdateClicks(ctx, fn) })
}
