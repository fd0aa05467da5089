package recorder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
)

// errOtherWriter says that another recorder wrote a block.
var errOtherWriter = errors.New("another recorder writes to this store")

// commit writes a block, folds a slice, or both, in one transaction, and then
// publishes the result. again says that the block may have been written by an earlier
// try.
func (r *Recorder) commit(ctx context.Context, bl *block, slice int, again bool) error {
	begin := time.Now()
	var next clicklog.Marks
	var m measured
	err := r.lease.UpdateClicks(ctx, func(tx analytics.Tx) (err error) {
		m = measured{Tx: tx}
		if bl != nil {
			if err := bl.put(&m, r.lease.Epoch(), again, r.opts.Logger); err != nil {
				return err
			}
		}
		if slice != noSlice {
			folding := time.Now()
			next, err = r.fold(&m, slice)
			m.folding = time.Since(folding)
		}
		return err
	})
	if err != nil {
		if slice != noSlice {
			r.hurryFrom = time.Now().Add(maxBackoff)
		}
		return err
	}
	r.publish(bl, slice, next, &m, time.Since(begin))
	if bl != nil {
		r.reportLost(bl.gaps)
	}
	return nil
}

// publish shows readers what was committed.
func (r *Recorder) publish(bl *block, slice int, next clicklog.Marks, m *measured, took time.Duration) {
	r.count(bl, slice, m, took)
	r.mu.Lock()
	defer r.mu.Unlock()
	if slice != noSlice {
		r.knowOpen()
		r.pending.Remove(slice, next[slice])
		r.marks = next
	}
	if bl == nil {
		return
	}
	r.block = bl.number
	if r.waiting != nil {
		close(r.waiting)
		r.waiting = nil
	}
	for _, g := range bl.groups {
		r.heads.Set(g.Link, bl.number)
		r.heads.Members.Add(g.Link, g.Plan.Workspace)
	}
	r.pending.Add(bl.groups)
	r.pending.AddPlans(bl.plans)
}

// reportLost tells the log of lost clicks.
func (r *Recorder) reportLost(gaps []clicklog.Gap) {
	for _, g := range gaps {
		r.opts.Logger.Error("analytics: clicks were lost",
			slog.Uint64("count", g.Count), slog.Time("from", time.UnixMilli(g.From)), slog.Time("to", time.UnixMilli(g.To)))
	}
}

// failed counts and logs a failed transaction.
func (r *Recorder) failed(err error, clicks int) {
	r.metrics.change(func(m *analytics.Metrics) { m.Failures++ })
	r.opts.Logger.Error("analytics: writing to the store failed", slog.Any("error", err), slog.Int("clicks waiting", clicks))
}

// put writes the block. It checks the position first: a commit that was reported as
// failed may have written the block, and only one recorder must write.
func (bl *block) put(tx analytics.Tx, epoch uint64, again bool, logger *slog.Logger) error {
	newest, err := clicklog.LoadPosition(tx)
	next := clicklog.Position{Block: bl.number, Generation: bl.generation, Epoch: epoch}
	switch {
	case err != nil:
		return err
	case again && newest == next:
		return nil
	case newest.Block != bl.number-1:
		return errOtherWriter
	}
	if newest.Epoch != epoch {
		if err := clicklog.BeginEpoch(tx, epoch, newest.Block); err != nil {
			return err
		}
	}
	for _, row := range bl.rows {
		if err := tx.Put(row.Table, row.Key, row.Value); err != nil {
			return err
		}
	}
	if err := rollup.PutLost(tx, bl.gaps, logger); err != nil {
		return err
	}
	return next.Put(tx)
}
