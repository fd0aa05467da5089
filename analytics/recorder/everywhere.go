package recorder

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// awaitEvery is how often a recorder looks whether others have done what it asked for.
const awaitEvery = 100 * time.Millisecond

// everywhere does something in all lanes: own in the recorder's, while it asks the owners
// of the others and waits for them. Lanes that nobody has it opens. What is not done when
// it returns an error, the owners do later.
func (r *Recorder) everywhere(ctx context.Context, kind analytics.RequestKind, value []byte, own func(context.Context) error) error {
	if !r.shared {
		return own(ctx)
	}
	q := analytics.Request{Kind: kind, Value: value}
	var err error
	if q.ID, err = r.requestID(); err != nil {
		return err
	}
	lanes, err := r.lanesOfStore(ctx)
	if err != nil {
		return err
	}
	numbers := make([]analytics.Lane, len(lanes))
	for i, l := range lanes {
		numbers[i] = l.Lane
	}
	done, damage := r.askAll(ctx, numbers, q, own)
	if done != nil {
		return done
	}
	if err := r.awaitAll(ctx, numbers, q.ID); err != nil {
		return err
	}
	return damage
}

// requestID returns the ID of a new request.
func (r *Recorder) requestID() (string, error) {
	var id [16]byte
	_, err := io.ReadFull(r.opts.Random, id[:])
	return string(id[:]), err
}

// lanesOfStore returns all lanes.
func (r *Recorder) lanesOfStore(ctx context.Context) (lanes []analytics.LaneInfo, err error) {
	return lanes, r.view(ctx, func(v analytics.View) (err error) {
		lanes, err = v.Lanes()
		return err
	})
}

// askAll leaves a request for all lanes, and does what it asks for in the recorder's own.
// If that is lost meanwhile, the request stays there for the next owner.
func (r *Recorder) askAll(ctx context.Context, lanes []analytics.Lane, q analytics.Request, own func(context.Context) error) (err, damage error) {
	select {
	case r.serving <- struct{}{}:
		defer func() { <-r.serving }()
	case <-ctx.Done():
		return context.Cause(ctx), nil
	}
	if err := r.store.Ask(ctx, lanes, q); err != nil {
		return err, nil
	}
	if err = own(ctx); wire.IsDamage(err) {
		damage, err = err, nil
	}
	if err == nil {
		err = r.endRequest(ctx, q.ID)
	}
	if errors.Is(err, analytics.ErrLeaseLost) {
		err = nil
	}
	return err, damage
}

// awaitAll waits until lanes do not have a request any more. It opens those that nobody has.
func (r *Recorder) awaitAll(ctx context.Context, lanes []analytics.Lane, id string) error {
	for {
		left, err := r.store.Asked(ctx, lanes, id)
		if err != nil || len(left) == 0 {
			return err
		}
		if err := r.openFree(ctx, left); err != nil {
			return err
		}
		select {
		case <-time.After(awaitEvery):
		case <-r.stop:
			return analytics.ErrClosed
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// openFree adopts those of some lanes that nobody has.
func (r *Recorder) openFree(ctx context.Context, lanes []analytics.Lane) error {
	all, err := r.lanesOfStore(ctx)
	if err != nil {
		return err
	}
	for _, l := range all {
		if !l.Leased && slices.Contains(lanes, l.Lane) {
			if err := r.adopt(ctx, l.Lane, false); err != nil {
				return err
			}
		}
	}
	return nil
}
