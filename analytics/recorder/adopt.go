package recorder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// careEvery is how often a recorder looks for lanes of processes that died. Their lanes
// are looked after soon after their leases have run out.
const careEvery = 5 * time.Second

// care adopts lanes whose leases have run out, lanes that nobody has but that were asked
// for something, and when a day has ended, all lanes that nobody has.
func (r *Recorder) care(ctx context.Context) {
	day := wire.DayOf(max(r.opts.Clock().UnixMilli(), 0))
	for {
		select {
		case <-time.After(careEvery):
		case <-ctx.Done():
			return
		}
		today := wire.DayOf(max(r.opts.Clock().UnixMilli(), 0))
		r.report(ctx, "looking after lanes", r.careOnce(ctx, today > day))
		day = today
	}
}

func (r *Recorder) careOnce(ctx context.Context, dayEnded bool) (failed error) {
	lanes, err := r.lanesOfStore(ctx)
	if err != nil {
		return err
	}
	own := r.own.Load().log.Lane // the next update renews its lease if that has run out
	for _, l := range lanes {
		if l.Lane != own && !l.Leased && (dayEnded || l.Expired || l.Asked) {
			if err := r.adopt(ctx, l.Lane, dayEnded); err != nil {
				failed = err
			}
		}
	}
	return failed
}

// adopt opens a lane that nobody has, does what was asked of its owner, folds what is
// pending, and closes it. If a day has ended, it also does the upkeep of a day. It does
// nothing if somebody else was quicker.
func (r *Recorder) adopt(ctx context.Context, lane analytics.Lane, dayEnded bool) error {
	a, err := newRecorder(ctx, r.store, &r.opts, lane)
	if errors.Is(err, analytics.ErrLeased) {
		return nil
	}
	if err != nil {
		return err
	}
	a.startWriting()
	err = a.serveOnce(ctx)
	if dayEnded || a.unfinished {
		err = errors.Join(err, a.upkeep(ctx, a.tendOnce))
	}
	if dayEnded {
		a.tendDays(ctx)
	}
	if err := errors.Join(err, a.Close(ctx)); err != nil {
		return err
	}
	r.metrics.change(func(m *analytics.Metrics) { m.LanesAdopted++ })
	r.opts.Logger.Info("analytics: looked after a lane that nobody has", slog.Any("lane", lane))
	return nil
}
