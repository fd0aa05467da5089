package recorder

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
)

// Totals returns the requests to each of the links on all days, in the given order;
// zeros for a link that was never clicked. It includes all clicks that are on disk, in all
// lanes. For each link and lane it reads one row, and one for each day that is not over or
// was just imported. Up to 1,000 links of a lane are read in one view, with a few requests
// to the store.
func (r *Recorder) Totals(ctx context.Context, links []uint32) ([]analytics.ClassCounts, error) {
	sorted := linksOf(&analytics.Query{Links: links}, nil)
	totals := make([]analytics.ClassCounts, len(sorted))
	err := r.eachTotal(ctx, (*tally.TotalView).Of, func([]*lane) []uint32 {
		clear(totals)
		return sorted
	}, func(i int, t *rollup.TotalSum) {
		for class, n := range t.Classes {
			totals[i][class] += n
		}
	})
	if err != nil {
		return nil, err
	}
	all := make([]analytics.ClassCounts, len(links))
	for i, link := range links {
		if at, ok := slices.BinarySearch(sorted, link); ok {
			all[i] = totals[at]
		}
	}
	return all, nil
}

// WorkspaceClicks returns the links of a workspace that were ever requested, rising, and
// the human clicks of each of them on all days. Links that were deleted are included. It
// reads them like [Recorder.Totals], 1,000 in a view, so the counts of a larger workspace
// are not of a single moment. A link whose figures are damaged has no clicks until they
// are counted again, which is within some minutes. A workspace that is unknown has no
// links.
func (r *Recorder) WorkspaceClicks(ctx context.Context, workspace uint32) (links []uint32, clicks []uint64, err error) {
	err = r.eachTotal(ctx, (*tally.TotalView).SoundOf, func(lanes []*lane) []uint32 {
		links = membersIn(lanes, workspace)
		clicks = make([]uint64, len(links))
		return links
	}, func(i int, t *rollup.TotalSum) { clicks[i] += t.Classes[analytics.Human] })
	if err != nil {
		return nil, nil, err
	}
	return slices.Clone(links), clicks, nil
}

// totalsOf returns the totals of some rising links in a view.
type totalsOf func(v *tally.TotalView, links []uint32) ([]rollup.TotalSum, error)

// eachTotal calls fn with the total of each link in each lane, as returned by of, and the
// link's index. begin returns the links, rising. If it is called again, all calls of fn
// before were in vain.
func (r *Recorder) eachTotal(ctx context.Context, of totalsOf, begin func([]*lane) []uint32, fn func(i int, total *rollup.TotalSum)) error {
	for {
		lanes, err := r.allLanes(ctx)
		if err != nil {
			return fmt.Errorf("analytics: totals: %w", err)
		}
		links := begin(lanes)
		rd := r.beginReading(links)
		for _, l := range lanes {
			if err = r.spoiltIn(l, r.readTotals(ctx, l, links, of, fn)); err != nil {
				break
			}
		}
		erased := r.takeErased(rd)
		r.endReading(rd)
		switch {
		case errors.Is(err, errRewritten):
		case err != nil:
			return fmt.Errorf("analytics: totals: %w", err)
		case !erased:
			return nil
		}
		// Try again: pending clicks may have been erased meanwhile.
	}
}

// readTotals is eachTotal for a lane, without regard to erasures.
func (r *Recorder) readTotals(ctx context.Context, l *lane, links []uint32, of totalsOf, fn func(i int, total *rollup.TotalSum)) error {
	tails := l.tails(links)
	done := 0
	for part := range slices.Chunk(links, tally.TotalsPerView) {
		err := l.log.View(ctx, func(tx analytics.Tx) error {
			v := tally.TotalView{Summer: tally.Summer{Tx: tx, Members: l.membersOf, Stop: ctx.Err}, Tails: tails}
			v.Spoilt = func(err error) { _ = r.spoiltIn(l, err) }
			if err := v.Begin(); err != nil {
				return err
			}
			totals, err := of(&v, part)
			for i := range totals {
				fn(done+i, &totals[i])
			}
			return err
		})
		if err != nil {
			return err
		}
		done += len(part)
	}
	return nil
}
