package recorder

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// errRewritten says that clicks of a lane were changed since its mirror was loaded.
var errRewritten = errors.New("recorded clicks were changed meanwhile")

// mirrors has what readers need to know of the lanes that others write. It is as of the
// last call that needed it.
type mirrors struct {
	alone []*lane       // the own lane if the store can have no other; else nil
	turn  chan struct{} // holds a token while somebody uses what follows
	lanes map[analytics.Lane]*laneLoader
	all   []*lane       // the own lane and those of lanes
	begun atomic.Uint64 // refreshes; it can be read without the token
	fresh uint64        // the last one that succeeded
}

func newMirrors() mirrors {
	return mirrors{turn: make(chan struct{}, 1), lanes: make(map[analytics.Lane]*laneLoader)}
}

// findLanes finds out whether the store has other lanes than the recorder's, and whether
// other processes can have some: a lease that lasts as long as the process is that of the
// only one.
func (r *Recorder) findLanes(v analytics.View) error {
	all, err := v.Lanes()
	for _, l := range all {
		r.shared = r.shared || l.Lane == r.log.Lane && !l.Until.IsZero()
	}
	if err == nil && len(all) == 1 && !r.shared {
		r.mirrors.alone = []*lane{r.lane}
	}
	return err
}

// allLanes returns the lanes of the store, the recorder's own first, with everything that
// was on disk when it was called.
func (r *Recorder) allLanes(ctx context.Context) ([]*lane, error) {
	m := &r.mirrors
	if m.alone != nil {
		return m.alone, nil
	}
	before := m.begun.Load()
	select {
	case m.turn <- struct{}{}:
		defer func() { <-m.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if m.fresh > before { // somebody else began after this call
		return m.all, nil
	}
	n := m.begun.Add(1)
	if err := r.view(ctx, r.mirror); err != nil {
		return nil, err
	}
	m.fresh = n
	return m.all, nil
}

// viewLanes runs fn on each lane of the store in one snapshot.
func (r *Recorder) viewLanes(ctx context.Context, fn func(analytics.Tx) error) error {
	if r.mirrors.alone != nil {
		return r.mirrors.alone[0].log.View(ctx, fn)
	}
	return r.view(ctx, func(v analytics.View) error {
		all, err := v.Lanes()
		if err != nil {
			return err
		}
		for _, l := range all {
			if err := fn(v.Lane(l.Lane)); err != nil {
				return err
			}
		}
		return nil
	})
}

// view runs fn on a snapshot of all lanes.
func (r *Recorder) view(ctx context.Context, fn func(analytics.View) error) error {
	return packed.Store{Store: r.store}.ViewClicks(ctx, fn)
}

// mirror brings the mirrors up to date.
func (r *Recorder) mirror(v analytics.View) error {
	infos, err := v.Lanes()
	if err != nil {
		return err
	}
	own := r.own.Load()
	all := []*lane{own}
	for _, info := range infos {
		if info.Lane == own.log.Lane {
			continue
		}
		l, err := r.mirrorOf(info.Lane, v.Lane(info.Lane))
		if err != nil {
			return err
		}
		all = append(all, l)
	}
	r.mirrors.all = all
	return nil
}

// mirrorOf returns a mirror that is as of a view. One that cannot be brought up to date
// is loaded anew.
func (r *Recorder) mirrorOf(number analytics.Lane, tx analytics.Tx) (*lane, error) {
	l := r.mirrors.lanes[number]
	if l != nil {
		current, err := l.catchUp(tx)
		if current {
			return l.lane, nil
		}
		delete(r.mirrors.lanes, number)
		if err != nil {
			return nil, err
		}
	}
	l = &laneLoader{lane: newLane(), tx: tx, salvage: &salvage{logger: slog.New(slog.DiscardHandler)}}
	l.log = wire.LaneReader{Store: packed.Store{Store: r.store}, Lane: number, Check: l.unchanged}
	if err := l.load(); err != nil {
		return nil, err
	}
	r.mirrors.lanes[number] = l
	return l.lane, nil
}

// unchanged returns errRewritten if a mirror has to be loaded anew.
func (l *lane) unchanged(tx analytics.Tx) error {
	n, err := clicklog.LoadRewrites(tx)
	if err == nil && n != l.rewrites {
		err = errRewritten
	}
	return err
}
