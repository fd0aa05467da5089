package recorder

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// isAlone reports whether the store has no lanes of other recorders, and will have none.
func (r *Recorder) isAlone() bool { return r.log.Lane == 0 }

// allLanes returns the lanes of the store, in the order of their numbers. Those of others
// are as they are on disk.
func (r *Recorder) allLanes(ctx context.Context) (all []*lane, err error) {
	if r.isAlone() {
		return []*lane{r.lane}, nil
	}
	err = r.log.Store.ViewClicks(ctx, func(v analytics.View) error {
		found, err := v.Lanes()
		for _, info := range found {
			l := r.lane
			if info.Lane != r.log.Lane {
				l = newLane()
				l.log = wire.LaneReader{Store: r.log.Store, Lane: info.Lane}
				loader := laneLoader{lane: l, tx: v.Lane(info.Lane), salvage: &salvage{logger: slog.New(slog.DiscardHandler)}}
				if err := loader.load(); err != nil {
					return r.inLane(l, err)
				}
			}
			all = append(all, l)
		}
		return err
	})
	return all, err
}

// inLane names the lane of an error, if the store may have several.
func (r *Recorder) inLane(l *lane, err error) error {
	if err == nil || r.isAlone() {
		return err
	}
	return fmt.Errorf("lane %d: %w", l.log.Lane, err)
}

// spoiltIn is [Recorder.spoilt] for what was read in a lane.
func (r *Recorder) spoiltIn(l *lane, err error) error {
	if l != r.lane {
		return r.inLane(l, err)
	}
	return r.inLane(l, r.spoilt(err))
}
