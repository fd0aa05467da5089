package recorder

import (
	"context"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// Follow yields requests of every class as soon as they are on disk: first those in
// the log after opts.From, then each new one. They come in the order of
// [Recorder.Export], each once. All followers get the same requests. To continue
// after a restart, pass the Cursor of the last event as From. A nil opts means the
// defaults.
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

// follow returns nil when yield does not want more.
func (r *Recorder) follow(ctx context.Context, query *analytics.FollowQuery, yield func(analytics.Event, error) bool) error {
	from := query.From.Place(r.log.Lane)
	if r.end().Before(from) {
		return &routing.FieldError{Field: "From", Reason: "lies behind the end of the log"}
	}
	l := clicklog.NewLogReader(r.log.Lane, from, query.Links)
	for {
		news := r.news()
		ended := r.ended()
		if wanted, err := r.catchUp(ctx, l, query, yield); err != nil || !wanted {
			return err
		}
		if ended {
			return analytics.ErrClosed
		}
		select {
		case <-news:
		case <-r.stopped:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// catchUp yields everything that is in the log by now. It returns false if the caller
// wants no more.
func (r *Recorder) catchUp(ctx context.Context, l *clicklog.LogReader, query *analytics.FollowQuery, yield func(analytics.Event, error) bool) (bool, error) {
	for more := true; more; {
		l.Last = r.refresh(l)
		if query.MaxAge > 0 {
			l.From = r.opts.Clock().Add(-query.MaxAge).UnixMilli()
		}
		var page []clicklog.LogClick
		var err error
		if page, more, err = l.Next(ctx, r.log); err != nil {
			return false, err
		}
		for i := range page {
			c := &page[i]
			if !yield(analytics.Event{Click: c.Click, Cursor: query.From.With(l.Lane, c.Next), Skipped: c.Skipped, Removed: c.Removed}, nil) {
				return false, nil
			}
		}
	}
	return true, nil
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
