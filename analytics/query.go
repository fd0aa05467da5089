package analytics

import (
	"context"
	"fmt"
	"slices"
)

// Stats answers a query from the rollups and from what is in the log and not in
// them yet. It sees every click that is on disk. What it costs grows with the
// days and the links that are asked for, and not with the clicks.
//
// A range that From and To do not make is a *[routing.FieldError]. A zone whose
// days begin inside an hour is answered exactly: the hours at the edges of the
// range are counted from the log.
func (r *Recorder) Stats(ctx context.Context, query Query) (*Stats, error) {
	c, err := newCalendar(&query)
	if err != nil {
		return nil, fmt.Errorf("analytics: query: %w", err)
	}
	links := slices.Clone(query.Links)
	slices.Sort(links)
	links = slices.Compact(links)
	tails := r.tails(links)
	var t *tally
	err = r.store.ViewClicks(ctx, func(tx Tx) error {
		t = newTally(c)
		return t.query(tx, links, tails)
	})
	if err != nil {
		return nil, fmt.Errorf("analytics: statistics: %w", err)
	}
	return t.stats(), nil
}

// tails returns what is pending of each link. It is taken before the rollups
// are looked at: what is folded in between is left out by the slice's mark.
func (r *Recorder) tails(links []uint32) [][]pendingGroup {
	r.mu.Lock()
	defer r.mu.Unlock()
	tails := make([][]pendingGroup, len(links))
	for i, link := range links {
		tails[i] = r.pending.of(link)
	}
	return tails
}

// query adds up the figures of links.
func (t *tally) query(tx Tx, links []uint32, tails [][]pendingGroup) error {
	days := t.calendar.utcDays()
	if err := t.lostClicks(tx, days); err != nil {
		return err
	}
	marks, err := loadMarks(tx)
	if err != nil {
		return err
	}
	f := folder{tx: tx}
	for i, link := range links {
		f.begin(link)
		f.tail = tails[i]
		for j := range tails[i] {
			if g := &tails[i][j]; g.chunk.block > marks.of(link) {
				if err := f.addGroup(g); err != nil {
					return err
				}
			}
		}
		if err := t.link(&f, days); err != nil {
			return err
		}
	}
	return nil
}

// link adds the days of the folder's link. Those that nothing is pending of and
// that are cut at whole hours, which is nearly all, are added straight from
// their rows.
func (t *tally) link(f *folder, days []utcDay) error {
	for _, day := range days {
		ru := f.find(day.day)
		if ru == nil && day.from%4 == 0 && day.to%4 == 0 {
			if err := t.row(f, day); err != nil {
				return err
			}
			continue
		}
		if ru == nil {
			var err error
			if ru, err = f.on(day.day); err != nil {
				return err
			}
		}
		if ru.err != nil {
			return ru.err
		}
		if err := t.day(f, ru, day); err != nil {
			return err
		}
	}
	return nil
}

// lostClicks adds the clicks that were lost.
func (t *tally) lostClicks(tx Tx, days []utcDay) error {
	for _, day := range days {
		lost, err := lostOn(tx, pairKey(day.day, noLink))
		if err != nil {
			return err
		}
		for _, c := range lost {
			if quarter := int(c.slot); day.from <= quarter && quarter < day.to {
				t.lost += c.count
			}
		}
	}
	return nil
}
