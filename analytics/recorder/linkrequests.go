package recorder

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/routing"
)

// LinkRequests returns the requests to each link of a query in its range, and the
// conversions of each. It includes all clicks that are on disk. Granularity, Top and
// Compare of the query mean nothing here, and a Filter is refused.
//
// For each link it reads the sums of the months that are over, and a rollup for each other
// day on which the link was requested; the cost does not grow with the clicks. Up to 256
// links are read in one view, so the figures of more are not of a single moment.
//
// The error is a *[routing.FieldError] if the query cannot be answered, and wraps
// [analytics.ErrDamaged] if a row is damaged, as for [Recorder.Stats].
func (r *Recorder) LinkRequests(ctx context.Context, query analytics.Query) (*analytics.LinkRequests, error) {
	query.Granularity, query.Top = 0, 0
	c, err := tally.NewCalendar(&query)
	if err == nil {
		err = tally.CheckQuery(&query)
	}
	if err == nil && len(query.Filter) > 0 {
		err = &routing.FieldError{Field: "Filter", Reason: "is not possible for single links"}
	}
	if err != nil {
		return nil, fmt.Errorf("analytics: query: %w", err)
	}
	found := new(analytics.LinkRequests)
	found.From, found.To = c.Range()
	for {
		again, err := r.tryRequests(ctx, &query, c, found)
		if err != nil {
			return nil, fmt.Errorf("analytics: requests to links: %w", err)
		}
		if !again {
			found.Links = slices.Clone(found.Links)
			return found, nil
		}
		// Try again: pending clicks may have been erased meanwhile.
	}
}

// tryRequests reads the requests in all lanes. again says that some of the clicks may have
// been erased meanwhile.
func (r *Recorder) tryRequests(ctx context.Context, query *analytics.Query, c tally.Calendar, found *analytics.LinkRequests) (again bool, err error) {
	lanes, err := r.allLanes(ctx)
	if err != nil {
		return false, err
	}
	found.Links = linksOf(query, lanes)
	rd := lanes[0].beginReading(found.Links)
	defer lanes[0].endReading(rd)
	totals := make([]tally.LinkTotal, len(found.Links))
	for _, l := range lanes {
		if err := l.readRequests(ctx, c, found.Links, totals); errors.Is(err, errRewritten) {
			return true, nil
		} else if err != nil {
			return false, r.spoiltIn(l, err)
		}
	}
	found.Classes = make([]analytics.ClassCounts, len(totals))
	found.Conversions = make([]analytics.LinkConversions, len(totals))
	for i := range totals {
		found.Classes[i], found.Conversions[i] = totals[i].Classes, totals[i].Conversions()
	}
	return lanes[0].takeErased(rd), nil
}

// readRequests adds the requests to rising links in a lane to their totals.
func (l *lane) readRequests(ctx context.Context, c tally.Calendar, links []uint32, totals []tally.LinkTotal) error {
	tails := l.tails(links)
	for part := range slices.Chunk(links, tally.LinksPerView) {
		err := l.log.View(ctx, func(tx analytics.Tx) error {
			v := tally.RangeView{Tx: tx, Calendar: c, Tails: tails}
			if err := v.Begin(); err != nil {
				return err
			}
			return v.AddTo(totals[:len(part)], part)
		})
		if err != nil {
			return err
		}
		totals = totals[len(part):]
	}
	return nil
}
