package recorder

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Stats answers a query. The answer includes every click that is on disk, in all lanes of
// the store.
//
// Without a filter, Stats reads rollups and pending clicks. The cost grows with the
// number of days and links, not with the number of clicks. Single clicks are counted
// only at the edges of the range: for an hour of which the range has a part, in time
// zones whose days begin inside a UTC hour, and for the visitors of a UTC day that has
// clicks inside and outside of the range.
//
// With a filter, Stats reads every click of the links on the days of the range, so the
// cost grows with the number of clicks. Up to four goroutines read parts of the range at
// once, each some ten thousand clicks in one transaction. They end before Stats returns.
// The memory grows with the number of values and of visitors, not of clicks.
//
// The error is a *[routing.FieldError] if the query cannot be answered. It wraps
// [analytics.ErrDamaged] if a row is damaged; the recorder then counts damaged figures
// of its own lane again from the log, within some minutes and at most once an hour.
func (r *Recorder) Stats(ctx context.Context, query analytics.Query) (*analytics.Stats, error) {
	c, err := tally.NewCalendar(&query)
	if err == nil {
		err = tally.CheckQuery(&query)
	}
	if err != nil {
		return nil, fmt.Errorf("analytics: query: %w", err)
	}
	t, err := r.tally(ctx, &query, c, false)
	if err != nil {
		return nil, fmt.Errorf("analytics: statistics: %w", err)
	}
	s := t.Stats(&query)
	if query.Compare {
		if s.Previous, err = r.previous(ctx, &query, c); err != nil {
			return nil, fmt.Errorf("analytics: statistics of the previous period: %w", err)
		}
	}
	return s, nil
}

// previous returns the figures of the same number of days directly before.
func (r *Recorder) previous(ctx context.Context, query *analytics.Query, c tally.Calendar) (*analytics.Period, error) {
	before, err := c.Previous()
	if err != nil {
		return nil, err
	}
	t, err := r.tally(ctx, query, before, true)
	if err != nil {
		return nil, err
	}
	p := t.Period(query.Granularity)
	return &p, nil
}

// tally adds up the figures of a query in a calendar.
func (r *Recorder) tally(ctx context.Context, query *analytics.Query, c tally.Calendar, brief bool) (*tally.Tally, error) {
	for {
		lanes, err := r.allLanes(ctx)
		if err != nil {
			return nil, err
		}
		links := linksOf(query, lanes)
		t := tally.NewTally(c, query.Workspace == 0 && len(links) == 1)
		t.Brief, t.Several = brief, len(lanes) > 1
		if r.pageClicks > 0 {
			t.PageClicks = r.pageClicks
		}
		t.Recognise(r.periods)
		rd := r.beginReading(links)
		err = r.addLanes(ctx, t, lanes, links, query)
		erased := r.takeErased(rd)
		r.endReading(rd)
		if again := erased || t.Torn || errors.Is(err, errRewritten); ctx.Err() != nil || !again {
			return t, err
		}
		// Try again: the figures have only some of the clicks that were erased meanwhile.
	}
}

// addLanes adds the figures of each lane, one after the other.
func (r *Recorder) addLanes(ctx context.Context, t *tally.Tally, lanes []*lane, links []uint32, query *analytics.Query) error {
	for _, l := range lanes {
		tails := l.tails(links)
		t.Words = l.words
		var err error
		if len(query.Filter) > 0 {
			err = t.FromLog(ctx, l.log, links, tails, query.Filter)
		} else {
			err = r.spoiltIn(l, t.FromRollups(ctx, l.log, links, query.Workspace, tails))
		}
		if err != nil {
			return err
		}
	}
	return t.Close()
}

// spoiltIn is [Recorder.spoilt] for an error of a lane. The figures of others are mended by
// their owners.
func (r *Recorder) spoiltIn(l *lane, err error) error {
	if l != r.lane {
		return err
	}
	return r.spoilt(err)
}

// linksOf returns the links of a query, rising.
func linksOf(query *analytics.Query, lanes []*lane) []uint32 {
	if query.Workspace != 0 {
		return membersIn(lanes, query.Workspace)
	}
	links := slices.Clone(query.Links)
	slices.Sort(links)
	links = slices.Compact(links)
	if n := len(links); n > 0 && links[n-1] == wire.NoLink {
		links = links[:n-1]
	}
	return links
}
