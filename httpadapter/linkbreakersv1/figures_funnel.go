package linkbreakersv1

import (
	"context"
	"slices"
	"strconv"

	"github.com/linkpack/linkpack-go/analytics"
)

// wireFunnel is the answer to POST /v1/analytics/funnel.
type wireFunnel struct {
	Steps          []wireFunnelStep `json:"steps"`
	EntryVisits    string           `json:"entryVisits"`
	CompletionRate float64          `json:"completionRate"`
}

// wireFunnelStep is a step with the clicks that reached it.
type wireFunnelStep struct {
	StepKind            string             `json:"stepKind"`
	StepAction          string             `json:"stepAction"`
	Visits              string             `json:"visits"`
	IdentifiedVisitors  string             `json:"identifiedVisitors,omitempty"`
	Occurrences         string             `json:"occurrences"`
	ConversionRate      float64            `json:"conversionRate"`
	DropOffFromPrevious string             `json:"dropOffFromPrevious"`
	Branches            []wireFunnelBranch `json:"branches,omitempty"`
}

// wireFunnelBranch has the conversions of a kind.
type wireFunnelBranch struct {
	Label       string  `json:"label"`
	Visits      string  `json:"visits"`
	ShareOfStep float64 `json:"shareOfStep"`
}

// funnel answers POST /v1/analytics/funnel: clicks, those whose visitor is identified, and
// those with a conversion. A conversion does not need an identified visitor.
func (h *handlers) funnel(ctx context.Context, q figuresQuery, _ values) (any, error) {
	found, err := h.statsOf(ctx, q)
	if err != nil {
		return nil, err
	}
	q.From, q.To = found.From, found.To
	identified, err := h.identified(ctx, q)
	if err != nil {
		return nil, err
	}
	clicks, converted := found.Clicks(), min(found.Converted, found.Clicks())
	visits := []uint64{clicks, identified, converted}
	steps := []wireFunnelStep{
		{StepKind: "ENTRY", StepAction: "LINK_VISIT", IdentifiedVisitors: decimal(identified), Occurrences: decimal(clicks)},
		{StepKind: "INTERACTION", StepAction: "VISITOR_IDENTIFY", IdentifiedVisitors: decimal(identified), Occurrences: decimal(identified)},
		{StepKind: "EXIT", StepAction: "CONVERSION", Occurrences: decimal(found.Conversions), Branches: branchesOf(found)},
	}
	for i, n := range visits {
		steps[i].Visits, steps[i].ConversionRate = decimal(n), percentOf(n, clicks)
		steps[i].DropOffFromPrevious = decimal(visits[max(i-1, 0)] - min(n, visits[max(i-1, 0)]))
	}
	return wireFunnel{steps, decimal(clicks), steps[2].ConversionRate}, nil
}

// branchesOf returns the kinds of conversions, most first.
func branchesOf(found *analytics.Stats) []wireFunnelBranch {
	sums := make(map[string]uint64)
	for _, c := range found.ConversionKinds {
		sums[c.Kind] += c.Count
	}
	branches := make([]wireFunnelBranch, 0, len(sums))
	for _, v := range rankedSums(sums, 100) {
		branches = append(branches, wireFunnelBranch{v.label, decimal(v.events), percentOf(v.events, found.Conversions)})
	}
	return branches
}

// identified counts the clicks of identified visitors. Only clicks of tracked links have
// such.
func (h *handlers) identified(ctx context.Context, q figuresQuery) (n uint64, err error) {
	var tracked []analytics.Click
	err = h.eachEvent(ctx, q, func(click *analytics.Click) {
		if click.Tracked {
			tracked = append(tracked, analytics.Click{ID: click.ID, Person: click.Person, Tracked: true, Class: click.Class})
		}
	})
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(tracked, 1000) {
		visitors, err := h.shortener.VisitorsOf(ctx, q.workspace, part)
		if err != nil {
			return 0, err
		}
		n += uint64(len(visitors))
	}
	return n, nil
}

// decimal returns a count as the API writes numbers of 64 bits.
func decimal(n uint64) string { return strconv.FormatUint(n, 10) }
