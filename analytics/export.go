package analytics

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/linkpack/linkpack-go/routing"
)

// Selection chooses recorded requests.
type Selection struct {
	// Links are the numbers of the links. nil means all; none of them, nothing.
	Links []uint32
	// From is the earliest time. Zero means no limit.
	From time.Time
	// To is the time before which they came. Zero means no limit.
	To time.Time
}

// bounds returns the range in milliseconds, its end exclusive.
func (s *Selection) bounds() (from, to int64, err error) {
	to = maxTime + 1
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
func (r *Recorder) Export(ctx context.Context, selection Selection) iter.Seq2[Click, error] {
	return func(yield func(Click, error) bool) {
		if err := r.export(ctx, &selection, yield); err != nil {
			yield(Click{}, fmt.Errorf("analytics: export: %w", err))
		}
	}
}

func (r *Recorder) export(ctx context.Context, selection *Selection, yield func(Click, error) bool) error {
	from, to, err := selection.bounds()
	if err != nil || from >= to || selection.Links != nil && len(selection.Links) == 0 {
		return err
	}
	l := newLogReader(r.log.lane, place{}, selection.Links)
	l.from, l.to = from, to
	folded := r.foldedUpTo()
	l.last = r.refresh(l)
	if l.links != nil || !selection.From.IsZero() || !selection.To.IsZero() {
		if err := l.narrow(ctx, r.log, folded); err != nil {
			return err
		}
	}
	for more := l.last > 0; more; {
		r.refresh(l)
		var page []logClick
		if page, more, err = l.next(ctx, r.log); err != nil {
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
	return r.marks.lowest()
}

// NamedClick is a click and what its link is called where it goes to.
type NamedClick struct {
	// Link is the link.
	Link LinkName
	// Click is the request.
	Click Click
}

// LinkName is what a link is called outside of the log.
type LinkName struct {
	// ID is the link's id.
	ID string
	// Domain is the link's domain; empty for the default one.
	Domain string
	// ShortCode is the link's short code.
	ShortCode string
}

// Numbered names the links of clicks by their numbers.
func Numbered(clicks iter.Seq2[Click, error]) iter.Seq2[NamedClick, error] {
	return func(yield func(NamedClick, error) bool) {
		for click, err := range clicks {
			if !yield(NamedClick{LinkName{ID: strconv.FormatUint(uint64(click.Link), 10)}, click}, err) {
				return
			}
		}
	}
}

// refresh gives a reader the plans that only the log has, and returns the
// newest block that it can read with them.
func (r *Recorder) refresh(l *logReader) (newest uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l.unstored = r.pending.plans // lists that are appended to or dropped, never changed
	return r.block
}
