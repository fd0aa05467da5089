package analytics

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Total is what a link has had in all its time.
type Total struct {
	// Classes counts the requests by class. They add up to all requests.
	Classes [NumClasses]uint64
}

// Clicks returns the number of human clicks.
func (t *Total) Clicks() uint64 { return t.Classes[Human] }

// totalsPerView is the number of links that one view reads.
const totalsPerView = 1000

// Totals returns the totals of links, in their order: zeros for one that was never
// clicked. It sees every click that is on disk, and costs a few rows for each link,
// however many days and clicks it has.
func (r *Recorder) Totals(ctx context.Context, links ...uint32) ([]Total, error) {
	sorted := r.linksOf(&Query{Links: links})
	rd := r.beginReading(sorted)
	defer r.endReading(rd)
	for {
		totals, err := r.totals(ctx, sorted)
		if err != nil {
			return nil, fmt.Errorf("analytics: totals: %w", err)
		}
		if r.takeErased(rd) {
			continue // something pending may have been erased meanwhile
		}
		all := make([]Total, len(links))
		for i, link := range links {
			if at, ok := slices.BinarySearch(sorted, link); ok {
				all[i] = Total{totals[at].classes}
			}
		}
		return all, nil
	}
}

// totals returns the totals of links.
func (r *Recorder) totals(ctx context.Context, links []uint32) (totals []totalSum, err error) {
	tails := r.tails(links)
	for part := range slices.Chunk(links, totalsPerView) {
		done := len(totals)
		err := r.log.view(ctx, func(tx Tx) error {
			totals = totals[:done] // it may run again
			v := totalView{summer: summer{tx: tx, members: r.membersOf, stop: ctx.Err}, tails: tails}
			if err := v.begin(); err != nil {
				return err
			}
			for _, link := range part {
				total, err := v.of(link)
				if err != nil {
					return err
				}
				totals = append(totals, total)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return totals, nil
}

// totalView reads totals in a view.
type totalView struct {
	summer
	tails    map[uint32][]pendingGroup
	marks    marks
	erased   erasures
	openDays []uint32 // that are not closed, or not for all links
	record   record
}

// begin reads what all totals need.
func (v *totalView) begin() (err error) {
	if v.closed, err = loadClosed(v.tx); err != nil {
		return err
	}
	if v.marks, err = loadMarks(v.tx); err != nil {
		return err
	}
	if v.erased, err = loadErasures(v.tx); err != nil {
		return err
	}
	for day, err := range rollupDays(v.tx, v.closed.day, math.MaxUint32) {
		if err != nil {
			return err
		}
		v.openDays = append(v.openDays, day)
	}
	return nil
}

// of returns the total of a link: the days that are closed, those that are not, and
// what is pending.
func (v *totalView) of(link uint32) (total totalSum, err error) {
	k := sumKey{sumAll, link, 0}
	open, err := isOpen(v.tx, k)
	if err != nil {
		return total, err
	}
	if open {
		total, err = v.total(link)
	} else if payload, e := get(v.tx, TableSums, k.bytes()); e != nil || payload != nil {
		if err = e; err == nil {
			err = inRow(total.read(payload), TableSums, k.bytes())
		}
	}
	if err != nil {
		return total, err
	}
	for _, day := range v.openDays {
		if v.closed.hasDay(link, day) {
			continue
		}
		if err := v.addDay(&total, day, link); err != nil {
			return total, err
		}
	}
	return total, v.addPending(&total, link)
}

// addDay adds the requests of a day.
func (v *totalView) addDay(total *totalSum, day, link uint32) error {
	key := pairKey(day, link)
	value, err := v.tx.Get(TableRollups, key)
	if err != nil || value == nil {
		return err
	}
	requests, err := requestsOf(value)
	total.add(requests)
	return inRow(err, TableRollups, key)
}

// addPending adds the requests that are in no rollup yet.
func (v *totalView) addPending(total *totalSum, link uint32) error {
	for i := range v.tails[link] {
		g := &v.tails[link][i]
		if g.chunk.block <= v.marks.of(link) || v.erased.void(link, g.chunk.block) {
			continue
		}
		records := g.records()
		for records.next(&v.record) {
			total.classes[v.record.class]++
		}
		if err := records.end(); err != nil {
			return err
		}
	}
	return nil
}
