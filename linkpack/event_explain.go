package linkpack

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// ExplainEvent tells why a click of a workspace went where it went: each rule that its link
// had at that time, with the result of each clause, from what is stored of the click. The
// decision is what was decided. What depends on a fact that is not stored is unknown; see
// [routing.ExplainStored]. Location is the destination before parameters were added.
// Refusal is "blocked" if a gate refused the visit; which one is not stored. A conversion is
// explained as its click.
//
// The error is ErrNotFound if there is no such event, or if its link has no such revision
// any more.
func (s *Shortener) ExplainEvent(ctx context.Context, workspace, id string) (Explanation, error) {
	click, link, err := s.eventAndLink(ctx, workspace, id)
	if err != nil {
		return Explanation{}, err
	}
	ctx = permitted(ctx)
	versions, err := s.store.LinkRevisions(ctx, link.Workspace, link.ID, click.Revision+1, 1)
	if err != nil {
		return Explanation{}, err
	}
	if len(versions) == 0 || versions[0].Revision != click.Revision {
		return Explanation{}, fmt.Errorf("revision %d of link %q: %w", click.Revision, link.ID, ErrNotFound)
	}
	opts, err := s.optionsOf(ctx, versions[0])
	if err != nil {
		return Explanation{}, err
	}
	rules, err := routing.ExplainStored(versions[0].Rules, storedOf(click), opts)
	if err != nil {
		return Explanation{}, err
	}
	explanation := Explanation{Explanation: rules, Location: click.Destination}
	if click.Class == analytics.Blocked {
		explanation.Refusal = click.Class.String()
	}
	return explanation, nil
}

// storedOf returns what is stored of the visit of a click.
func storedOf(click *analytics.Click) *routing.Stored {
	stored := &routing.Stored{Visit: click.Visit(), Rule: click.Rule, Untried: click.Class == analytics.Blocked, Draws: make(map[string]float64)}
	for _, draw := range click.Draws {
		stored.Draws[draw.Split] = draw.U
	}
	return stored
}
