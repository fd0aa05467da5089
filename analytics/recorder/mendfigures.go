package recorder

import (
	"context"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// mendEvery is the least time between two rebuilds because of damage. They read the
// whole log, and some damage cannot be mended.
const mendEvery = time.Hour

// spoilt notes that rollups or sums are damaged, so that they are counted again soon. It
// returns the error.
func (r *Recorder) spoilt(err error) error {
	if wire.IsDamage(err) {
		r.damaged.Store(true)
	}
	return err
}

// mendFigures rebuilds the rollups and sums if some are damaged.
func (r *Recorder) mendFigures(ctx context.Context) error {
	now := time.Now()
	if !r.damaged.Load() || now.Before(r.nextMend) {
		return nil
	}
	r.damaged.Store(false)
	r.nextMend = now.Add(mendEvery)
	return r.rebuildAsked(ctx, &analytics.Selection{})
}

// rebuildAsked rebuilds the recorder's lane and tells the log what was found.
func (r *Recorder) rebuildAsked(ctx context.Context, selection *analytics.Selection) error {
	a, err := r.rebuild(ctx, selection)
	if err == nil {
		r.opts.Logger.Warn("analytics: figures were damaged and are counted again from the log", slog.Int("findings", len(a.Findings)))
	}
	return err
}
