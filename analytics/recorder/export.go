package recorder

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// bounds returns the range in milliseconds, its end exclusive.
func bounds(s *analytics.Selection) (from, to int64, err error) {
	to = wire.MaxTime + 1
	if !s.From.IsZero() {
		from = min(max(ceilMilli(s.From), 0), to)
	}
	if !s.To.IsZero() {
		if !s.To.After(s.From) {
			return 0, 0, &routing.FieldError{Field: "To", Reason: "must be after From"}
		}
		to = min(max(ceilMilli(s.To), 0), to)
	}
	return from, to, nil
}

// ceilMilli returns a time in milliseconds, rounded up: clicks have no others.
func ceilMilli(t time.Time) int64 {
	ms := t.UnixMilli()
	if t.After(time.UnixMilli(ms)) {
		ms++
	}
	return ms
}

// Export yields the requests of a selection, of every class, in the order of
// the log: flush by flush as they came, and those of one flush link by link. So
// the oldest come first, but for what was recorded late or imported, which
// stands where it was written. Requests that come in while it is read are left
// out. An error is the last thing it yields; a range that ends before it begins
// is a *[routing.FieldError].
//
// It reads a page at a time and holds no transaction open between them, so that
// it needs little memory, and a slow reader keeps nobody waiting. What it costs
// grows with the part of the log in which the requests are; the rollups say
// where it begins and ends.
func (r *Recorder) Export(ctx context.Context, selection analytics.Selection) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) {
		if err := r.export(ctx, &selection, yield); err != nil {
			yield(analytics.Click{}, fmt.Errorf("analytics: export: %w", err))
		}
	}
}

func (r *Recorder) export(ctx context.Context, selection *analytics.Selection, yield func(analytics.Click, error) bool) error {
	from, to, err := bounds(selection)
	if err != nil || from >= to || selection.Links != nil && len(selection.Links) == 0 {
		return err
	}
	l := clicklog.NewLogReader(r.log.Lane, analytics.Place{}, selection.Links)
	l.From, l.To = from, to
	folded := r.foldedUpTo()
	l.Last = r.refresh(l)
	if l.Links != nil || !selection.From.IsZero() || !selection.To.IsZero() {
		if err := rollup.Narrow(ctx, l, r.log, folded); err != nil {
			return err
		}
	}
	for more := l.Last > 0; more; {
		r.refresh(l)
		var page []clicklog.LogClick
		if page, more, err = l.Next(ctx, r.log); err != nil {
			return err
		}
		for i := range page {
			if !yield(page[i].Click, nil) {
				return nil
			}
		}
	}
	return nil
}

// foldedUpTo returns the block up to which everything is in the rollups.
func (r *Recorder) foldedUpTo() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.marks.Lowest()
}

// refresh gives a reader the plans that only the log has, and returns the
// newest block that it can read with them.
func (r *Recorder) refresh(l *clicklog.LogReader) (newest uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l.Unstored = r.pending.Plans // lists that are appended to or dropped, never changed
	return r.block
}
