package analytics

import (
	"context"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/routing"
)

// Stats answers a query. It sees every click that is on disk.
//
// Without a filter it answers from the rollups and from what is in the log and
// not in them yet: what it costs grows with the days and the links that are
// asked for, and not with the clicks. One link and a workspace are read by month
// where the range has whole UTC months that are over, and where visitors need not
// be told apart over several days; a workspace is read as one link would be, but
// for the days that are not over. Only what the range cuts in two is counted
// from the clicks: an hour, in a zone whose days begin inside one, and the
// visitors of a UTC day, where clicks lie on both sides of the cut.
//
// With a filter every click of the range is looked at, some thousand in one
// transaction.
//
// A query that cannot be answered is a *[routing.FieldError].
func (r *Recorder) Stats(ctx context.Context, query Query) (*Stats, error) {
	c, err := newCalendar(&query)
	if err == nil {
		err = query.check()
	}
	if err != nil {
		return nil, fmt.Errorf("analytics: query: %w", err)
	}
	t, err := r.tally(ctx, &query, c, false)
	if err != nil {
		return nil, fmt.Errorf("analytics: statistics: %w", err)
	}
	s := t.stats(&query)
	if query.Compare {
		if s.Previous, err = r.previous(ctx, &query, c); err != nil {
			return nil, fmt.Errorf("analytics: statistics of the previous period: %w", err)
		}
	}
	return s, nil
}

// previous returns the figures of the days before.
func (r *Recorder) previous(ctx context.Context, query *Query, c calendar) (*Period, error) {
	before, err := c.previous()
	if err != nil {
		return nil, err
	}
	t, err := r.tally(ctx, query, before, true)
	if err != nil {
		return nil, err
	}
	p := t.period(query.Granularity)
	return &p, nil
}

// tally adds up what the query asks for in a calendar.
func (r *Recorder) tally(ctx context.Context, query *Query, c calendar, brief bool) (*tally, error) {
	links := r.linksOf(query)
	rd := r.beginReading(links)
	defer r.endReading(rd)
	for {
		t := newTally(c, query.Workspace == 0 && len(links) == 1)
		t.brief = brief
		t.recognise(r.periods)
		tails := r.tails(links)
		var err error
		if len(query.Filter) > 0 {
			err = t.fromLog(ctx, r.log, links, tails, query.Filter)
		} else {
			err = t.fromRollups(ctx, r.log, links, query.Workspace, tails)
		}
		if erased := r.takeErased(rd) || t.torn; ctx.Err() != nil || !erased {
			return t, err
		}
		// It has some of the clicks that were erased meanwhile, and misses the others.
	}
}

// linksOf returns the links that a query is about, rising.
func (r *Recorder) linksOf(query *Query) []uint32 {
	if query.Workspace != 0 {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.heads.members.of(query.Workspace)
	}
	links := slices.Clone(query.Links)
	slices.Sort(links)
	links = slices.Compact(links)
	if n := len(links); n > 0 && links[n-1] == noLink {
		links = links[:n-1]
	}
	return links
}

// check refuses what cannot be asked for.
func (q *Query) check() error {
	switch {
	case q.Granularity > Monthly:
		return &routing.FieldError{Field: "Granularity", Reason: "is not one of the constants"}
	case q.Top < 0:
		return &routing.FieldError{Field: "Top", Reason: "must not be negative"}
	case q.Workspace != 0 && len(q.Links) > 0:
		return &routing.FieldError{Field: "Workspace", Reason: "cannot stand beside Links"}
	}
	for d, values := range q.Filter {
		switch {
		case d < ByCountry || d > ByCity:
			return &routing.FieldError{Field: "Filter", Reason: fmt.Sprintf("has no dimension %d", d)}
		case len(values) == 0 || len(values) > maxValues:
			return &routing.FieldError{Field: "Filter", Reason: fmt.Sprintf("must have 1 to %d values for %s", maxValues, d)}
		}
	}
	return nil
}

// tails returns what is pending of each link that has something. It is taken
// before the rollups are looked at: what is folded in between is left out by
// the slice's mark.
func (r *Recorder) tails(links []uint32) map[uint32][]pendingGroup {
	r.mu.Lock()
	defer r.mu.Unlock()
	tails := make(map[uint32][]pendingGroup)
	for _, slice := range slicesOf(links) {
		for _, g := range r.pending.slices[slice] {
			if _, wanted := slices.BinarySearch(links, g.link); wanted {
				tails[g.link] = append(tails[g.link], g)
			}
		}
	}
	return tails
}

// slicesOf returns the slices of links.
func slicesOf(links []uint32) (all []int) {
	var seen [numSlices]bool
	for _, link := range links {
		if s := sliceOf(link); !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	return all
}
