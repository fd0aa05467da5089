package linkbreakersv1

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Events are counted by statistics, which know whole hours, and not by reading them.

// countEvents returns how many events a query selects. Hours that are in the range only
// in part are counted whole. It is nil if figures are damaged or the caller may not read
// them.
func (h *handlers) countEvents(ctx context.Context, query *eventsQuery) (*int, error) {
	from, to := query.From.UTC(), query.To.UTC()
	if query.To.IsZero() {
		to = h.shortener.Now().UTC().Add(time.Hour)
	}
	if query.From.IsZero() {
		from = to.AddDate(0, 0, -mostDays)
	}
	n, err := h.eventsBetween(ctx, query, from.Truncate(time.Hour), to.Add(time.Hour-1).Truncate(time.Hour))
	if errors.Is(err, linkpack.ErrDamaged) || isHidden(err) {
		return nil, nil //nolint:nilnil // not known
	}
	return &n, err
}

// mostDays is how far back events are counted if a query has no start: somewhat less than
// statistics can.
const mostDays = 36_000

// eventsBetween returns the number of events in a range of whole hours: those of its
// days but the hours before and behind the range.
func (h *handlers) eventsBetween(ctx context.Context, query *eventsQuery, from, to time.Time) (int, error) {
	days, err := h.figures(ctx, query, analytics.Query{From: from, To: to})
	if err != nil {
		return 0, err
	}
	n := eventsIn(days.Classes, days.Conversions, query.Conversions)
	for _, day := range partialDays(from, to) {
		hours, err := h.figures(ctx, query, analytics.Query{From: day, To: day.Add(1), Granularity: analytics.Hourly})
		if err != nil {
			return 0, err
		}
		for _, hour := range hours.Series {
			if outside := hour.Start.Before(from) || !hour.Start.Before(to); outside {
				n -= eventsIn(hour.Classes, hour.Conversions, query.Conversions)
			}
		}
	}
	return int(n), nil //nolint:gosec // far fewer than 2^63
}

// partialDays returns the starts of the days that a range begins or ends in.
func partialDays(from, to time.Time) []time.Time {
	var days []time.Time
	for _, edge := range []time.Time{from, to} {
		if day := edge.Truncate(24 * time.Hour); !edge.Equal(day) && !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	return days
}

// figures returns the statistics of what a query is about.
func (h *handlers) figures(ctx context.Context, query *eventsQuery, q analytics.Query) (*analytics.Stats, error) {
	q.Location, q.Top = time.UTC, 1
	if query.Link != "" {
		return h.shortener.Stats(ctx, query.Workspace, query.Link, q)
	}
	return h.shortener.StatsOf(ctx, linkpack.LinkQuery{Workspace: query.Workspace}, q)
}

// eventsIn returns the number of events among requests and conversions. Requests that a
// gate refused are none.
func eventsIn(classes analytics.ClassCounts, conversions uint64, withConversions bool) (n uint64) {
	for class, requests := range classes {
		if analytics.Class(class) != analytics.Blocked {
			n += requests
		}
	}
	if withConversions {
		n += conversions
	}
	return n
}
