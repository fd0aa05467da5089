package linkbreakersv1

import (
	"context"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
)

// wireTrends is the answer to POST /v1/analytics/visitors.
type wireTrends struct {
	Data           []wireTrend `json:"data"`
	TotalNew       int32       `json:"totalNew"`
	TotalReturning int32       `json:"totalReturning"`
}

type wireTrend struct {
	Timestamp             time.Time `json:"timestamp"`
	NewVisitorCount       int32     `json:"newVisitorCount"`
	ReturningVisitorCount int32     `json:"returningVisitorCount"`
}

// visitorTrends answers POST /v1/analytics/visitors. Visitors that are not known again are
// neither new nor returning.
func (h *handlers) visitorTrends(ctx context.Context, q figuresQuery, sent values) (any, error) {
	minutes, err := sent.interval()
	if err != nil {
		return nil, err
	}
	b, err := h.buckets(ctx, &q, minutes, maxBuckets)
	if err != nil {
		return nil, err
	}
	type visit struct {
		bucket    int
		visitor   uint64
		visitType string
	}
	seen, inAll := make(map[visit]bool), make(map[visit]bool)
	err = h.eachEvent(ctx, q, func(click *analytics.Click) {
		if click.Familiarity != 0 {
			seen[visit{b.index(click.Time), click.Visitor, visitType(click)}] = true
			inAll[visit{0, click.Visitor, visitType(click)}] = true
		}
	})
	if err != nil {
		return nil, err
	}
	answer := wireTrends{Data: make([]wireTrend, len(b.starts))}
	for i, start := range b.starts {
		answer.Data[i].Timestamp = start.UTC()
	}
	for v := range seen {
		if v.visitType == "new" {
			answer.Data[v.bucket].NewVisitorCount++
		} else {
			answer.Data[v.bucket].ReturningVisitorCount++
		}
	}
	for v := range inAll {
		if v.visitType == "new" {
			answer.TotalNew++
		} else {
			answer.TotalReturning++
		}
	}
	return answer, nil
}
