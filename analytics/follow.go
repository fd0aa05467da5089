package analytics

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// FollowOptions choose what is followed. nil means the defaults.
type FollowOptions struct {
	// From is where to begin. Defaults to the beginning of the log;
	// [Recorder.Now] is its end.
	From Cursor
	// Links are the numbers of the links. nil, the default, means all.
	Links []uint32
	// MaxAge is how old a request may be when it is read. Older ones are left
	// out and counted in Event.Skipped, so that a live view which was slow
	// goes on with the present. Defaults to zero, which is any age.
	MaxAge time.Duration
}

// Event is a request that was followed, and what is missing before it.
type Event struct {
	// Click is the request.
	Click Click
	// Cursor is the place behind it. Who keeps it and begins there later gets
	// every further request, and this one not again.
	Cursor Cursor
	// Skipped is the number of requests, since the event before, that were older
	// than MaxAge.
	Skipped uint64
	// Removed is the number of flushes, since the event before, that were
	// expected in the log and are there no more, because they were beyond
	// retention before they were read. Each had at least one request, of
	// whatever link, or lost ones. Beginning at the zero Cursor expects nothing.
	// Nothing tells of requests that were erased.
	Removed uint64
}

// Follow yields the requests that come, of every class, as soon as they are on
// disk: first those that are in the log behind From, then each new one. They
// come in the order of [Recorder.Export], each once, and the same to everybody
// who follows, also after a restart with a Cursor that was kept.
//
// It reads from the log, a page at a time, and keeps no queue: who is slow reads
// later, and neither recording nor others wait. It runs in the caller's loop, so
// that nothing goes on when the loop is left.
//
// It ends with an error, the last thing it yields: ctx's, or [ErrClosed] when
// the recorder was closed and everything was read that it wrote. A Cursor that
// lies behind the end of the log, as one of another store may do, is a
// *[routing.FieldError].
func (r *Recorder) Follow(ctx context.Context, opts *FollowOptions) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		var o FollowOptions
		if opts != nil {
			o = *opts
		}
		if err := r.follow(ctx, &o, yield); err != nil {
			yield(Event{}, fmt.Errorf("analytics: follow: %w", err))
		}
	}
}

// follow returns nil when yield does not want more.
func (r *Recorder) follow(ctx context.Context, o *FollowOptions, yield func(Event, error) bool) error {
	from := o.From.in(r.log.lane)
	if r.end().before(from) {
		return &routing.FieldError{Field: "From", Reason: "lies behind the end of the log"}
	}
	l := newLogReader(r.log.lane, from, o.Links)
	for {
		news := r.news()
		ended := r.ended()
		if wanted, err := r.catchUp(ctx, l, o, yield); err != nil || !wanted {
			return err
		}
		if ended {
			return ErrClosed
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
func (r *Recorder) catchUp(ctx context.Context, l *logReader, o *FollowOptions, yield func(Event, error) bool) (bool, error) {
	for more := true; more; {
		l.last = r.refresh(l)
		if o.MaxAge > 0 {
			l.from = r.opts.Clock().Add(-o.MaxAge).UnixMilli()
		}
		var page []logClick
		var err error
		if page, more, err = l.next(ctx, r.log); err != nil {
			return false, err
		}
		for i := range page {
			c := &page[i]
			if !yield(Event{Click: c.Click, Cursor: o.From.with(l.lane, c.next), Skipped: c.skipped, Removed: c.removed}, nil) {
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
