package linkbreakersv1

import (
	"context"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// maxCountedEvents is the number of events up to which a request may have single events
// counted, since that costs more the more there are.
const maxCountedEvents = 1_000_000

// eachEvent calls count for each event of a query. Figures that statistics do not have are
// counted so.
func (h *handlers) eachEvent(ctx context.Context, q figuresQuery, count func(*analytics.Click)) error {
	n := 0
	for click, err := range h.shortener.EachEvent(ctx, q.events()) {
		if err != nil {
			return err
		}
		if n++; n > maxCountedEvents {
			return &linkpack.FieldError{Field: "startDate", Reason: fmt.Sprintf("begins a range with more than %d events, which cannot be counted in this way", maxCountedEvents)}
		}
		count(&click)
	}
	return nil
}

// countEach is eachEvent without the error that events of damaged links are left out.
func (h *handlers) countEach(ctx context.Context, q figuresQuery, count func(*analytics.Click)) error {
	if err := h.eachEvent(ctx, q, count); !isPartial(err) {
		return err
	}
	return nil
}

// events returns the query of the events themselves.
func (q figuresQuery) events() linkpack.EventQuery {
	return linkpack.EventQuery{
		Workspace: q.workspace, Link: q.link, Classes: []analytics.Class{analytics.Human}, From: q.From, To: q.To,
	}
}

// eventTime returns the time of the first or of the last event, or nil if there is none.
func (h *handlers) eventTime(ctx context.Context, q figuresQuery, first bool) (*time.Time, error) {
	query := q.events()
	query.Ascending, query.Limit = first, 1
	page, err := h.shortener.Events(ctx, query)
	if err != nil || len(page.Events) == 0 {
		return nil, err
	}
	return &page.Events[0].Time, nil
}
