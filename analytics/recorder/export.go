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

// bounds returns the range of a selection in milliseconds, to exclusive.
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

// ceilMilli returns a time in milliseconds, rounded up.
func ceilMilli(t time.Time) int64 {
	ms := t.UnixMilli()
	if t.After(time.UnixMilli(ms)) {
		ms++
	}
	return ms
}

// Export yields the requests of a selection, of every class, in the order of the
// log: flush by flush, and link by link within a flush. So the oldest come first,
// except for requests that were recorded late or imported. Requests that come in
// meanwhile are left out. It ends after an error. A range that ends before it begins
// is a *[routing.FieldError].
//
// Export reads a page at a time, with no transaction open in between. So it needs
// little memory, and a slow reader delays nobody. Its cost grows with the part of
// the log that has the requests; it finds that part in the rollups.
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

// foldedUpTo returns the block up to which all clicks are in the rollups.
func (l *lane) foldedUpTo() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.marks.Lowest()
}

// refresh gives a reader the plans that only the log has. It returns the newest block
// that can be read with them.
func (l *lane) refresh(reader *clicklog.LogReader) (newest uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	reader.Unstored = l.pending.Plans // safe without a copy: the lists are only appended to or dropped
	return l.block
}
