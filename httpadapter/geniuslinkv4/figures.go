package geniuslinkv4

import (
	"context"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// figures are the clicks of a link.
type figures struct {
	total    uint64
	previous uint64  // in the period before the latest one
	change   float64 // of the latest period against the one before, in percent
}

// figuresOf returns the clicks of links.
func (h *handlers) figuresOf(ctx context.Context, links []*linkpack.Link) ([]figures, error) {
	totals, err := h.shortener.LinkTotals(ctx, links)
	if err != nil {
		return nil, err
	}
	all := make([]figures, len(links))
	for i, link := range links {
		from := h.shortener.Now().AddDate(0, 0, 1-h.opts.PeriodDays)
		query := analytics.Query{From: from, Compare: true, Top: 1}
		stats, err := h.shortener.Stats(ctx, link.Workspace, link.ID, query)
		if err != nil {
			return nil, err
		}
		now, before := stats.Clicks(), stats.Previous.Clicks()
		all[i] = figures{total: totals[i][analytics.Human], previous: before, change: change(before, now)}
	}
	return all, nil
}

// change returns by how many percent after is more than before, to two decimal places.
// From nothing to something is 100.
func change(before, after uint64) float64 {
	switch {
	case before == after:
		return 0
	case before == 0:
		return 100
	default:
		percent := (float64(after) - float64(before)) / float64(before) * 100
		return math.Round(percent*100) / 100
	}
}
