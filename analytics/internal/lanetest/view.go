package lanetest

import (
	"context"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// view is a view of all lanes.
type view struct {
	infos  []analytics.LaneInfo
	shared analytics.Tx
	lanes  []analytics.Tx // by number
}

// ViewClicks implements [analytics.Store].
func (s *Store) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	s.mu.Lock()
	lanes, until := slices.Clone(s.lanes), time.Now().Add(TTL)
	v := &view{}
	for n, l := range lanes {
		info := analytics.LaneInfo{Lane: analytics.Lane(n + 1), Leased: !l.isFree(), Expired: l.expired, Asked: len(l.requests) > 0}
		if info.Leased {
			info.Until = until
		}
		v.infos = append(v.infos, info)
	}
	s.mu.Unlock()
	return s.shared.ViewClicks(ctx, func(shared analytics.View) error {
		v.shared = shared.Shared()
		return v.open(ctx, lanes, fn)
	})
}

// open begins a view of each lane, and then runs fn.
func (v *view) open(ctx context.Context, lanes []*lane, fn func(analytics.View) error) error {
	if len(lanes) == 0 {
		return fn(v)
	}
	return lanes[0].rows.ViewClicks(ctx, func(rows analytics.View) error {
		info, err := rows.Lanes()
		if err != nil {
			return err
		}
		v.infos[len(v.lanes)].Epoch = info[0].Epoch
		v.lanes = append(v.lanes, rows.Lane(0))
		return v.open(ctx, lanes[1:], fn)
	})
}

// Lanes implements [analytics.View].
func (v *view) Lanes() ([]analytics.LaneInfo, error) { return slices.Clone(v.infos), nil }

// Lane implements [analytics.View].
func (v *view) Lane(number analytics.Lane) analytics.Tx {
	if number == 0 || int(number) > len(v.lanes) {
		return empty{}
	}
	return v.lanes[number-1]
}

// Shared implements [analytics.View].
func (v *view) Shared() analytics.Tx { return v.shared }
