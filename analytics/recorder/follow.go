package recorder

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// Follow yields requests of every class as soon as they are on disk: first those in
// the log after opts.From, then each new one. They come in the order of
// [Recorder.Export], each once. All followers get the same requests. To continue
// after a restart, pass the Cursor of the last event as From. A nil opts means the
// defaults.
//
// If the store has several lanes, Follow looks at those of other recorders five times a
// second. What has come by then is merged as by Export, so followers get the requests of
// different lanes in different orders. A lane that is not in From begins at its
// beginning.
//
// Follow reads pages of the log and has no queue: a slow reader delays neither
// recording nor others. It runs in the caller's loop and ends with it.
//
// The last thing it yields is an error: ctx's, or [analytics.ErrClosed] after the
// recorder was closed and all its requests were read. A Cursor after the end of the
// log, for example one of another store, is a *[routing.FieldError].
func (r *Recorder) Follow(ctx context.Context, query analytics.FollowQuery) iter.Seq2[analytics.Event, error] {
	return func(yield func(analytics.Event, error) bool) {
		if err := r.follow(ctx, &query, yield); err != nil {
			yield(analytics.Event{}, fmt.Errorf("analytics: follow: %w", err))
		}
	}
}

// followOthers is the time between two looks at the lanes of other recorders.
const followOthers = 200 * time.Millisecond

// follow returns nil when yield does not want more.
func (r *Recorder) follow(ctx context.Context, query *analytics.FollowQuery, yield func(analytics.Event, error) bool) error {
	f, err := r.newFollower(ctx, query)
	if err != nil {
		return err
	}
	var others <-chan time.Time
	if !r.isAlone() {
		ticker := time.NewTicker(followOthers)
		defer ticker.Stop()
		others = ticker.C
	}
	for {
		own := r.own.Load()
		news, ended := own.news(), r.ended()
		if err := f.raise(ctx, own); err != nil {
			return err
		}
		if wanted, err := f.catchUp(ctx, yield); err != nil || !wanted {
			return err
		}
		if ended {
			return analytics.ErrClosed
		}
		select {
		case <-news:
		case <-others:
			_, err = f.look(ctx)
		case <-r.stopped:
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// news returns a channel that is closed when the next block is in the log.
func (l *lane) news() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting == nil {
		l.waiting = make(chan struct{})
	}
	return l.waiting
}

// ended reports whether the recorder has stopped writing.
func (r *Recorder) ended() bool {
	select {
	case <-r.stopped:
		return true
	default:
		return false
	}
}
