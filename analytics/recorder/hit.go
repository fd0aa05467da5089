package recorder

import (
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// checkHit returns a *[routing.FieldError] for a hit that does not fit its plan.
func checkHit(h *analytics.Hit) error {
	switch {
	case h.Plan == nil:
		return &routing.FieldError{Field: "Plan", Reason: "is missing"}
	case h.Visit == nil:
		return &routing.FieldError{Field: "Visit", Reason: "is missing"}
	case h.Plan.Workspace == wire.NoLink:
		return &routing.FieldError{Field: "Plan.Workspace", Reason: "is reserved"}
	case h.Plan.Link == wire.NoLink:
		return &routing.FieldError{Field: "Plan.Link", Reason: "is reserved"}
	case h.Rule < -1 || h.Rule+1 >= len(h.Plan.Targets):
		return &routing.FieldError{Field: "Rule", Reason: fmt.Sprintf("is %d with %d targets", h.Rule, len(h.Plan.Targets))}
	case h.Plan.Targets[h.Rule+1].Split < 0 || h.Plan.Targets[h.Rule+1].Split > len(h.Plan.Splits):
		return &routing.FieldError{Field: "Plan.Targets", Reason: fmt.Sprintf("name split %d of %d", h.Plan.Targets[h.Rule+1].Split, len(h.Plan.Splits))}
	}
	for _, d := range h.Draws {
		if d.Split < 0 || d.Split >= len(h.Plan.Splits) || !(d.U >= 0 && d.U < 100) {
			return &routing.FieldError{Field: "Draws", Reason: fmt.Sprintf("hold %v in split %d of %d", d.U, d.Split, len(h.Plan.Splits))}
		}
	}
	return checkTracked(h)
}
