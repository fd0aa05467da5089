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

// packDays packs the rollups of days that are closed, the words of older generations and
// the log of both, and rows that were put since their part was packed. It goes on after a
// part that cannot be read, and returns the first such error at the end.
func (r *Recorder) packDays(ctx context.Context, limits packed.Limits) (damage error) {
	if err := r.raisePacked(ctx, limits); err != nil {
		return err
	}
	for parts, after := []packed.Part(nil), (*packed.Part)(nil); ; after = &parts[len(parts)-1] {
		err := r.unpacked.log.View(ctx, func(tx analytics.Tx) (err error) {
			parts, err = packed.Parts(tx, after, func(err error) { damage = cmp.Or(damage, err) })
			return err
		})
		if err != nil || len(parts) == 0 {
			return cmp.Or(err, damage)
		}
		unread, err := r.packThese(ctx, parts, limits)
		if err != nil {
			return err
		}
		damage = cmp.Or(damage, unread)
	}
}

// raisePacked raises the limit of what is packed.
func (r *Recorder) raisePacked(ctx context.Context, limits packed.Limits) error {
	for {
		var limit, now packed.Limit
		err := r.unpacked.log.View(ctx, func(tx analytics.Tx) (err error) {
			limit, now, err = packLimits(tx, limits.Blocks)
			return err
		})
		if err != nil || limit == now {
			return err
		}
		err = r.updateUnpacked(ctx, func(tx analytics.Tx) error { return packed.Raise(tx, limit) })
		if err != nil {
			return err
		}
	}
}

// packLimits returns the limit of what can be packed, and the present one. A day can be
// packed if it is closed and the words of its generation do not get more. So many blocks of
// the log are packed together.
func packLimits(tx analytics.Tx, blocks uint64) (limit, now packed.Limit, err error) {
	closed, err := rollup.LoadClosed(tx)
	if err != nil {
		return limit, now, err
	}
	end, err := clicklog.LoadPosition(tx)
	if err != nil {
		return limit, now, err
	}
	if now, err = packed.LoadLimit(tx); err != nil {
		return limit, now, err
	}
	limit.Day = max(now.Day, min(closed.Day, end.Generation))
	limit.Block, err = blockLimit(tx, now.Block, limit.Day, blocks)
	return limit, now, err
}

// packThese packs the rows of parts. damage is the first error about rows that cannot be
// read.
func (r *Recorder) packThese(ctx context.Context, parts []packed.Part, limits packed.Limits) (damage, err error) {
	if err := r.updateUnpacked(ctx, func(tx analytics.Tx) error { return packed.Begin(tx, parts) }); err != nil {
		return nil, err
	}
	for _, part := range parts {
		err := r.packPart(ctx, part, limits)
		if err != nil && (ctx.Err() != nil || errors.Is(err, analytics.ErrClosed)) {
			return nil, err
		}
		damage = cmp.Or(damage, err)
	}
	return damage, nil
}

// packPart packs the rows of a part in short transactions.
func (r *Recorder) packPart(ctx context.Context, part packed.Part, limits packed.Limits) error {
	var from []byte
	for tries := 0; tries < packTries; {
		var job *packed.Job
		done := false
		err := r.upkeep(ctx, func(ctx context.Context) (err error) {
			job, done, err = r.packRows(ctx, part, from, limits)
			return err
		})
		switch {
		case err != nil || done && job.Next == nil:
			return err
		case done:
			from = job.Next
		default:
			tries++
		}
	}
	return nil
}

// packRows packs rows of a part from a key on. It reads and packs them in a view, while
// clicks are written. If they have changed since, it is not done.
func (r *Recorder) packRows(ctx context.Context, part packed.Part, from []byte, limits packed.Limits) (job *packed.Job, done bool, err error) {
	err = r.unpacked.log.View(ctx, func(tx analytics.Tx) (err error) {
		job, err = limits.Read(tx, part, from)
		return err
	})
	if err == nil && job.Idle() {
		return job, true, nil
	}
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
