package recorder

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// serveEvery is how often a recorder looks for what was asked of its lane's owner.
const serveEvery = time.Second

// serve does what other processes ask of the lane's owner. What is not done when it
// returns stays for the next owner.
func (r *Recorder) serve(ctx context.Context) {
	for ctx.Err() == nil {
		r.report(ctx, "doing what other processes ask", r.serveOnce(ctx))
		select {
		case <-time.After(serveEvery):
		case <-ctx.Done():
		}
	}
}

// serveOnce does what was asked so far. After an error it goes on with the next request.
func (r *Recorder) serveOnce(ctx context.Context) (failed error) {
	select {
	case r.serving <- struct{}{}:
		defer func() { <-r.serving }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	var requests []analytics.Request
	err := r.interject(ctx, func(ctx context.Context) (err error) {
		requests, err = r.lease.Renew(ctx)
		return err
	})
	for _, q := range requests {
		if err := r.fulfil(ctx, &q); err != nil {
			failed = fmt.Errorf("request %x: %w", q.ID, err)
		}
	}
	return cmp.Or(err, failed)
}

// fulfil does what was asked and removes the request. What is damaged in the log does not
// keep it, since the lane knows of an erasure that has not ended.
func (r *Recorder) fulfil(ctx context.Context, q *analytics.Request) error {
	do, err := r.asked(q)
	if err != nil {
		return err
	}
	err = do(ctx)
	if wire.IsDamage(err) {
		r.report(ctx, "a part of what another process asked", err)
		err = nil
	}
	if err != nil {
		return err
	}
	return r.endRequest(ctx, q.ID)
}

// endRequest removes a request that was fulfilled.
func (r *Recorder) endRequest(ctx context.Context, id string) error {
	return r.interject(ctx, func(ctx context.Context) error { return r.lease.Fulfil(ctx, id) })
}

// asked returns what a request asks for, in the recorder's lane.
func (r *Recorder) asked(q *analytics.Request) (do func(context.Context) error, err error) {
	switch q.Kind {
	case analytics.RequestFlush:
		return r.Flush, nil
	case analytics.RequestErase:
		links, err := clicklog.DecodeLinksRequest(q.Value)
		return func(ctx context.Context) error { return r.eraseClicks(ctx, links) }, err
	case analytics.RequestEraseVisitors:
		v, err := clicklog.DecodeVisitorErasure(q.Value)
		parts := []*clicklog.VisitorErasure{v}
		return func(ctx context.Context) error {
			return r.erasing.during(parts, func() error { return r.blankParts(ctx, parts) })
		}, err
	case analytics.RequestRebuild:
		selection, err := clicklog.DecodeRebuildRequest(q.Value)
		return func(ctx context.Context) error { return r.rebuildAsked(ctx, &selection) }, err
	}
	return nil, fmt.Errorf("kind %d: %w", q.Kind, analytics.ErrFormat)
}
