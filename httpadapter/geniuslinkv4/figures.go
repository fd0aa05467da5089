package geniuslinkv4

import (
	"context"
	"errors"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// figures are the clicks of a link.
type figures struct {
	total    uint64
	previous uint64  // in the period before the latest one
	change   float64 // of the latest period against the one before, in percent
}

// figuresOf returns the clicks of links. Damaged figures are 0, since a link is of use
// without them.
func (h *handlers) figuresOf(ctx context.Context, links []*linkpack.Link) ([]figures, error) {
	all := make([]figures, len(links))
	totals, err := httpadapter.LinkClicks(ctx, h.shortener, links)
	if err != nil || totals == nil {
		return all, err
	}
	for i, link := range links {
		query := analytics.Query{From: h.shortener.Now().AddDate(0, 0, 1-h.opts.PeriodDays), Compare: true, Top: 1}
		stats, err := h.shortener.Stats(ctx, link.Workspace, link.ID, query)
		if errors.Is(err, analytics.ErrDamaged) || errors.Is(err, analytics.ErrFormat) {
			continue
		}
		if err != nil {
			return nil, err
		}
		now, before := stats.Clicks(), stats.Previous.Clicks()
		all[i] = figures{total: totals[i], previous: before, change: change(before, now)}
	}
	return all, nil
}

// change returns by how many percent after is more than before, to two decimal places.
// From nothing to something is 100.
func change(before, after uint64) float64 {
	if before == after {
		return 0
	}
	if before == 0 {
		return 100
	}
	percent := (float64(after) - float64(before)) / float64(before) * 100
	return math.Round(percent*100) / 100
}
