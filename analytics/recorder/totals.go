package recorder

import (
	"context"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
)

// Totals returns the requests to each of the links, in the given order; zeros for a
// link that was never clicked. It includes all clicks that are on disk. It reads a few
// rows for each link, however many days and clicks the link has.
func (r *Recorder) Totals(ctx context.Context, links []uint32) ([]analytics.ClassCounts, error) {
	sorted := r.linksOf(&analytics.Query{Links: links})
	rd := r.beginReading(sorted)
	defer r.endReading(rd)
	for {
		totals, err := r.totals(ctx, sorted)
		if err != nil {
			return nil, fmt.Errorf("analytics: totals: %w", r.spoilt(err))
		}
		if r.takeErased(rd) {
			continue // pending clicks may have been erased meanwhile
		}
		all := make([]analytics.ClassCounts, len(links))
		for i, link := range links {
			if at, ok := slices.BinarySearch(sorted, link); ok {
				all[i] = totals[at].Classes
			}
		}
		return all, nil
	}
}

// totals returns the totals of links.
func (r *Recorder) totals(ctx context.Context, links []uint32) (totals []rollup.TotalSum, err error) {
	tails := r.tails(links)
	for part := range slices.Chunk(links, tally.TotalsPerView) {
		done := len(totals)
		err := r.log.View(ctx, func(tx analytics.Tx) error {
			totals = totals[:done] // it may run again
			v := tally.TotalView{Summer: tally.Summer{Tx: tx, Members: r.membersOf, Stop: ctx.Err}, Tails: tails}
			if err := v.Begin(); err != nil {
				return err
			}
			for _, link := range part {
				total, err := v.Of(link)
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
