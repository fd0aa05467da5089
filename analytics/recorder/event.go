package recorder

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// NewID returns an ID for a click or a conversion at a time, see [analytics.Hit.ID].
// It fails only if [analytics.Options.Random] does.
func (r *Recorder) NewID(at time.Time) (analytics.ClickID, error) {
	var random [8]byte
	if _, err := io.ReadFull(r.opts.Random, random[:]); err != nil {
		return analytics.ClickID{}, fmt.Errorf("analytics: drawing the ID of a click: %w", err)
	}
	return analytics.NewClickID(at, r.own.Load().log.Lane, wire.Order.Uint64(random[:])), nil
}

// Event returns the click or the conversion with an ID, of any lane. If it is still in
// the queue, Event waits for it, for a second at most; those in the queues of other
// recorders are not known yet. The error wraps [analytics.ErrUnknownClick] if there is no
// such click, or [analytics.ErrLate] if it is not on disk in time, or
// [analytics.ErrDamaged] if a row that is damaged has it or may have it.
//
// Event reads the blocks that may have the click, so its cost does not depend on how
// long the log is. It looks first in the lane that the ID names, and then in all others,
// where the click is if it was imported.
func (r *Recorder) Event(ctx context.Context, id string) (analytics.Click, error) {
	found, err := r.find(ctx, id)
	if err != nil {
		return analytics.Click{}, fmt.Errorf("analytics: click %.40q: %w", id, err)
	}
	return found.Click, nil
}

// maxFind is how long Event waits for a click in the queue.
const maxFind = time.Second

// find returns the click with an ID, or [analytics.ErrUnknownClick].
func (r *Recorder) find(ctx context.Context, text string) (*clicklog.LogClick, error) {
	id, err := analytics.ParseClickID(text)
	if err != nil {
		return nil, analytics.ErrUnknownClick
	}
	queued := r.queue.newest() // before the log is read, so that the click is here or there
	found, err := r.findWritten(ctx, id)
	if found == nil && (err == nil || wire.IsDamage(err)) && queued != nil {
		ctx, cancel := context.WithTimeout(ctx, maxFind)
		defer cancel()
		if err = queued.wait(ctx); err == nil {
			found, err = r.findWritten(ctx, id)
		}
	}
	if err == nil && found == nil {
		err = analytics.ErrUnknownClick
	}
	return found, err
}

// findWritten returns the click with an ID if it is in the log of a lane, else nil.
func (r *Recorder) findWritten(ctx context.Context, id analytics.ClickID) (*clicklog.LogClick, error) {
	if own := r.own.Load(); r.isAlone() || id.Lane() == own.log.Lane {
		found, err := own.find(ctx, id)
		if r.isAlone() || found != nil || err != nil && !wire.IsDamage(err) {
			return found, err
		}
	}
	lanes, err := r.lanesInOrder(ctx)
	if err != nil {
		return nil, err
	}
	if named := slices.IndexFunc(lanes, func(l *lane) bool { return l.log.Lane == id.Lane() }); named > 0 {
		lanes = slices.Concat(lanes[named:], lanes[:named])
	}
	var damage error
	for _, lane := range lanes {
		found, err := lane.find(ctx, id)
		if found != nil || err != nil && !wire.IsDamage(err) {
			return found, r.inLane(lane, err)
		}
		damage = cmp.Or(damage, r.inLane(lane, err))
	}
	return nil, damage
}

// find returns the click with an ID if it is in the lane's log, else nil.
func (l *lane) find(ctx context.Context, id analytics.ClickID) (*clicklog.LogClick, error) {
	reader := clicklog.NewLogReader(l.log.Lane, analytics.Place{}, nil)
	reader.Last = l.refresh(reader)
	return reader.Find(ctx, l.rows(), id)
}
