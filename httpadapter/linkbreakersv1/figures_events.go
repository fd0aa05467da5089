package linkbreakersv1

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// maxCountedEvents is the number of events up to which a request may have single events
// counted, since that costs more the more there are.
const maxCountedEvents = 1_000_000

// eachEvent calls count for each event of a query. Statistics that this package does not
// get from the engine are counted so.
func (h *handlers) eachEvent(ctx context.Context, q figuresQuery, count func(*analytics.Click)) error {
	query := linkpack.ClickQuery{Workspace: q.workspace, From: q.From, To: q.To}
	if q.link != "" {
		query.Links = []string{q.link}
	}
	n := 0
	for click, err := range h.shortener.Export(ctx, query) {
		if err != nil {
			return err
		}
		if click.Class != analytics.Human {
			continue
		}
		if n++; n > maxCountedEvents {
			return &linkpack.FieldError{Field: "startDate", Reason: fmt.Sprintf("begins a range with more than %d events, which cannot be counted in this way", maxCountedEvents)}
		}
		count(&click)
	}
	return nil
}
