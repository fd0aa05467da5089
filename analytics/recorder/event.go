package recorder

import (
	"context"
	"fmt"
	"io"
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

// Event returns the click or the conversion with an ID. If it is still in the queue,
// Event waits for it, for a second at most. The error wraps
// [analytics.ErrUnknownClick] if there is no such click, or [analytics.ErrLate] if it
// is not on disk in time, or [analytics.ErrDamaged] if a row that is damaged has it or
// may have it.
//
// Event reads the blocks that may have the click, so its cost does not depend on how
// long the log is.
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

// findWritten returns the click with an ID if it is in the log, else nil.
func (r *Recorder) findWritten(ctx context.Context, id analytics.ClickID) (*clicklog.LogClick, error) {
	l := clicklog.NewLogReader(r.log.Lane, analytics.Place{}, nil)
	l.Last = r.refresh(l)
	return l.Find(ctx, r.log, id)
}
