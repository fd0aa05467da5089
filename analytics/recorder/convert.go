package recorder

import (
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// Convert records that the visitor of the tracked click facts.Click converted, and
// returns the conversion as it is in the log. It counts for the link, the rule, the
// split variants, the UTM parameters and the referrer of the click, on the day on which
// it happened. facts.First is ignored: Convert finds out which conversion is the first
// of its click.
//
// id is the ID of the conversion; its time is that of the conversion. If the log or
// the queue has a conversion with the ID already, Convert returns that and records
// nothing. The zero ID stands for a new one at the current time, see [Recorder.NewID].
// An ID belongs to one click: conversions of two clicks with the same ID at the same time
// may both be recorded.
//
// The click may be in another lane of the store; its conversion is recorded in the
// recorder's own. Which conversion is the first is decided by what is on disk in all
// lanes. So if two recorders convert one click at the same moment, before either
// conversion is on disk, both can be first, and both record a conversion with the same
// ID.
//
// Convert waits for the log as [Recorder.Record] does, with the same errors, but a
// conversion for which the queue has no room is not counted as a lost click. The error
// wraps [analytics.ErrUnknownClick] if there is no such click, it is not tracked, or its
// visitor is being erased, and is a *[routing.FieldError] if id or facts are wrong.
func (r *Recorder) Convert(ctx context.Context, id analytics.ClickID, facts analytics.ConversionFacts) (analytics.Click, error) {
	conversion, err := r.convert(ctx, id, facts)
	if err != nil {
		return analytics.Click{}, fmt.Errorf("analytics: conversion: %w", err)
	}
	return conversion, nil
}

func (r *Recorder) convert(ctx context.Context, id analytics.ClickID, facts analytics.ConversionFacts) (conversion analytics.Click, err error) {
	if err := facts.Check(); err != nil {
		return conversion, err
	}
	fresh := id == analytics.ClickID{}
	if fresh {
		if id, err = r.NewID(r.opts.Clock()); err != nil {
			return conversion, err
		}
	}
	r.erasing.RLock()
	defer r.erasing.RUnlock()
	click, err := r.find(ctx, facts.Click)
	if err == nil && (!click.Tracked || click.Class == analytics.Conversion || r.erasing.has(&click.Click)) {
		err = analytics.ErrUnknownClick
	}
	if err == nil {
		err = r.checkErasures(ctx, &click.Click)
	}
	if err != nil {
		return conversion, err
	}
	conversion = conversionOf(&click.Click, id, facts.Stored())
	ctx, cancel := context.WithTimeout(ctx, maxWait) // for room and disk together
	defer cancel()
	b, err := r.queueConversion(ctx, &conversion, click.Plan, fresh)
	if err == nil && b != nil {
		err = r.acknowledge(ctx, b)
	}
	return conversion, err
}

// conversionOf returns a conversion of a click.
func conversionOf(click *analytics.Click, id analytics.ClickID, facts analytics.ConversionFacts) analytics.Click {
	c := *click
	facts.Click = click.ID
	c.ID, c.Time, c.Class, c.Addr, c.Converted = id.String(), id.Time(), analytics.Conversion, netip.Addr{}, &facts
	return c
}

// queueConversion queues a conversion and sets its First. If it is not fresh and there
// is one with its ID, it returns that in c, and no batch.
func (r *Recorder) queueConversion(ctx context.Context, c *analytics.Click, plan *analytics.Plan, fresh bool) (*batch, error) {
	hit, err := HitOf(c, plan)
	if err == nil {
		err = checkHit(&hit)
	}
	if err != nil {
		return nil, err
	}
	w := queuedHitOf(&hit)
	for {
		b, wait, err := r.tryConversion(ctx, c, &w, hit.Draws, fresh)
		if wait == nil {
			return b, err
		}
		if err := wait(ctx); err != nil {
			return nil, err
		}
	}
}

// tryConversion is queueConversion without waiting. If it has to wait, it returns what
// for; then it must be called again. Nobody waits with the lock, so that whoever repeats
// a conversion does not stop those of others.
func (r *Recorder) tryConversion(ctx context.Context, c *analytics.Click, w *queuedHit, draws []routing.Draw, fresh bool) (b *batch, wait func(context.Context) error, err error) {
	t := w.tracked
	q := r.conversions.of(t.Click)
	q.Lock()
	defer q.Unlock()
	if !fresh {
		if queued := q.batches[t.ID]; queued != nil && !queued.isFinished() {
			return nil, queued.wait, nil
		}
		before, err := r.convertedAs(ctx, q, t.ID)
		if before != nil {
			*c = before.Click
		}
		if err != nil || before != nil {
			return nil, nil, err
		}
	}
	if t.First, err = r.isFirst(ctx, q, t.Click); err != nil {
		return nil, nil, err
	}
	c.Converted.First = t.First
	b, room, err := r.queue.try(w, draws)
	if room != nil {
		return nil, func(ctx context.Context) error { return r.queue.awaitRoom(ctx, room) }, nil
	}
	if b != nil {
		q.note(b, t.Click, t.ID)
	}
	return b, nil, err
}

// convertedAs returns the conversion with an ID, nil if there is none. Its batch must be
// finished.
func (r *Recorder) convertedAs(ctx context.Context, q *queuedConversions, id analytics.ClickID) (*clicklog.LogClick, error) {
	if b := q.batches[id]; b != nil {
		if err := b.wait(ctx); err != nil {
			return nil, err
		}
	}
	found, err := r.findWritten(ctx, id)
	if err == nil && found != nil && found.Class != analytics.Conversion {
		err = &routing.FieldError{Field: "ID", Reason: "is that of a click"}
	}
	return found, err
}

// isFirst reports whether a click has no conversions yet.
func (r *Recorder) isFirst(ctx context.Context, q *queuedConversions, click analytics.ClickID) (bool, error) {
	if b := q.batches[click]; b != nil && !b.isFinished() {
		return false, nil
	}
	first := true
	err := r.viewLanes(ctx, func(tx analytics.Tx) error {
		for _, err := range clicklog.BlocksOfConversions(tx, click) {
			first = false
			return err
		}
		return nil
	})
	return first, err
}

// checkErasures returns an error if a click's visitor is being erased, as far as the store
// says so. Those whom the recorder itself erases, it knows without.
func (r *Recorder) checkErasures(ctx context.Context, click *analytics.Click) error {
	if r.isAlone() {
		return nil
	}
	return r.viewLanes(ctx, func(tx analytics.Tx) error {
		all, err := clicklog.LoadVisitorErasures(tx, func([]byte, error) {})
		if err == nil && isErased(slices.Collect(maps.Values(all)), click) {
			err = analytics.ErrUnknownClick
		}
		return err
	})
}
