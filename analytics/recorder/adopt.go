package recorder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// careEvery is how often a recorder looks for lanes of processes that died. Their lanes
// are looked after soon after their leases have run out.
const careEvery = 5 * time.Second

// care adopts lanes whose leases have run out, and lanes that nobody has but that were
// asked for something.
func (r *Recorder) care(ctx context.Context) {
	for {
		select {
		case <-time.After(careEvery):
		case <-ctx.Done():
			return
		}
		r.report(ctx, "looking after lanes", r.careOnce(ctx))
	}
}

func (r *Recorder) careOnce(ctx context.Context) (failed error) {
	lanes, err := r.lanesOfStore(ctx)
	if err != nil {
		return err
	}
	for _, l := range lanes {
		if l.Expired || l.Asked && !l.Leased {
			if err := r.adopt(ctx, l.Lane); err != nil {
				failed = err
			}
		}
	}
	return failed
}

// adopt opens a lane that nobody has, does what was asked of its owner, folds what is
// pending, and closes it. It does nothing if somebody else was quicker.
func (r *Recorder) adopt(ctx context.Context, lane analytics.Lane) error {
	a, err := newRecorder(ctx, r.store, &r.opts, lane)
	if errors.Is(err, analytics.ErrLeased) {
		return nil
	}
	if err != nil {
		return err
	}
	a.startWriting()
	asked := a.serveOnce(ctx)
	if err := errors.Join(asked, a.Close(ctx)); err != nil {
		return err
	}
	r.metrics.change(func(m *analytics.Metrics) { m.LanesAdopted++ })
	r.opts.Logger.Info("analytics: a lane that nobody had was folded", slog.Any("lane", lane))
	return nil
}
