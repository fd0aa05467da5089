package recorder

import (
	"context"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// Follow yields the requests that come, of every class, as soon as they are on
// disk: first those that are in the log behind From, then each new one. They
// come in the order of [Recorder.Export], each once, and the same to everybody
// who follows, also after a restart with a Cursor that was kept.
//
// It reads from the log, a page at a time, and keeps no queue: who is slow reads
// later, and neither recording nor others wait. It runs in the caller's loop, so
// that nothing goes on when the loop is left.
//
// It ends with an error, the last thing it yields: ctx's, or [analytics.ErrClosed] when
// the recorder was closed and everything was read that it wrote. A Cursor that
// lies behind the end of the log, as one of another store may do, is a
// *[routing.FieldError].
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

// catchUp yields everything that is in the log by now, and reports whether more
// is wanted.
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

// news returns what is closed when the next block is in the log.
func (r *Recorder) news() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.waiting == nil {
		r.waiting = make(chan struct{})
	}
	return r.waiting
}

// ended reports whether the recorder writes no more.
func (r *Recorder) ended() bool {
	select {
	case <-r.stopped:
		return true
	default:
		return false
	}
}
