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
// except for requests that were recorded late or imported. The flushes of several lanes
// are merged by the time of the first request that they have of the selection. Requests
// that come in meanwhile are left out. It ends after an error. A range that ends before
// it begins is a *[routing.FieldError].
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
	lanes, err := r.lanesInOrder(ctx)
	if err != nil {
		return err
	}
	logs := laneLogs{recorder: r}
	for _, lane := range lanes {
		log := &laneLog{lane, clicklog.NewLogReader(lane.log.Lane, analytics.Place{}, selection.Links), nil, false}
		log.reader.From, log.reader.To = from, to
		if err := log.limit(ctx, selection); err != nil {
			return r.inLane(lane, err)
		}
		logs.all = append(logs.all, log)
	}
	for {
		log, err := logs.next(ctx)
		if err != nil || log == nil || !yield(log.take().Click, nil) {
			return err
		}
	}
}

// limit limits the reader to the part of the log that has the selection now.
func (l *laneLog) limit(ctx context.Context, selection *analytics.Selection) error {
	folded := l.lane.foldedUpTo()
	l.raise()
	if selection.Links == nil && selection.From.IsZero() && selection.To.IsZero() {
		return nil
	}
	return rollup.Narrow(ctx, l.reader, l.lane.rows(), folded)
}

// foldedUpTo returns the block up to which all clicks are in the rollups.
func (l *lane) foldedUpTo() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.marks.Lowest()
}
