package tally

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/routing"
)

// CheckQuery returns a *[routing.FieldError] for a query that cannot be answered.
// [NewCalendar] checks the range.
func CheckQuery(q *analytics.Query) error {
	switch {
	case q.Granularity > analytics.Monthly:
		return &routing.FieldError{Field: "Granularity", Reason: "is not one of the constants"}
	case q.Top < 0:
		return &routing.FieldError{Field: "Top", Reason: "must not be negative"}
	case q.Workspace != 0 && len(q.Links) > 0:
		return &routing.FieldError{Field: "Workspace", Reason: "cannot stand beside Links"}
	}
	for d, values := range q.Filter {
		switch {
		case d < analytics.ByCountry || d > analytics.ByPlacement:
			return &routing.FieldError{Field: "Filter", Reason: fmt.Sprintf("has no dimension %d", d)}
		case len(values) == 0 || len(values) > rollup.MaxValues:
			return &routing.FieldError{Field: "Filter", Reason: fmt.Sprintf("must have 1 to %d values for %s", rollup.MaxValues, d)}
		}
	}
	return nil
}
