package recorder

import (
	"context"
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
	found := &analytics.LinkRequests{Links: r.linksOf(&query)}
	found.From, found.To = c.Range()
	rd := r.beginReading(found.Links)
	defer r.endReading(rd)
	for {
		if err := r.readRequests(ctx, c, found); err != nil {
			return nil, fmt.Errorf("analytics: requests to links: %w", r.spoilt(err))
		}
		if !r.takeErased(rd) {
			found.Links = slices.Clone(found.Links)
			return found, nil
		}
		// Try again: pending clicks may have been erased meanwhile.
	}
}

// readRequests is LinkRequests without regard to erasures.
func (r *Recorder) readRequests(ctx context.Context, c tally.Calendar, found *analytics.LinkRequests) error {
	tails := r.tails(found.Links)
	found.Classes = make([]analytics.ClassCounts, 0, len(found.Links))
	found.Conversions = make([]analytics.LinkConversions, 0, len(found.Links))
	for part := range slices.Chunk(found.Links, tally.LinksPerView) {
		err := r.log.View(ctx, func(tx analytics.Tx) error {
			v := tally.RangeView{Tx: tx, Calendar: c, Tails: tails}
			if err := v.Begin(); err != nil {
				return err
			}
			totals, err := v.Of(part)
			if err != nil {
				return err
			}
			for i := range totals {
				found.Classes = append(found.Classes, totals[i].Classes)
				found.Conversions = append(found.Conversions, totals[i].Conversions())
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
