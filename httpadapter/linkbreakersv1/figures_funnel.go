package linkbreakersv1

import (
	"context"
	"errors"
	"strconv"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// wireFunnel is the answer to POST /v1/analytics/funnel.
type wireFunnel struct {
	Steps          []wireFunnelStep `json:"steps"`
	EntryVisits    string           `json:"entryVisits"`
	CompletionRate float64          `json:"completionRate"`
}

// wireFunnelStep is a step with the clicks that reached it.
type wireFunnelStep struct {
	StepKind            string  `json:"stepKind"`
	StepAction          string  `json:"stepAction"`
	Visits              string  `json:"visits"`
	IdentifiedVisitors  string  `json:"identifiedVisitors,omitempty"`
	Occurrences         string  `json:"occurrences"`
	ConversionRate      float64 `json:"conversionRate"`
	DropOffFromPrevious string  `json:"dropOffFromPrevious"`
}

// funnel answers POST /v1/analytics/funnel: clicks, those whose visitor is identified, and
// those with a conversion. A conversion does not need an identified visitor.
func (h *handlers) funnel(ctx context.Context, q figuresQuery, _ values) (any, error) {
	found, err := h.statsOf(ctx, q)
	if err != nil {
		return nil, err
	}
	q.From, q.To = found.From, found.To
	identified, damage := h.identified(ctx, q)
	if damage != nil && !errors.Is(damage, linkpack.ErrDamaged) {
		return nil, damage
	}
	clicks, converted := found.Clicks(), min(found.Converted, found.Clicks())
	visits := []uint64{clicks, identified, converted}
	steps := []wireFunnelStep{
		{StepKind: "ENTRY", StepAction: "LINK_VISIT", IdentifiedVisitors: decimal(identified), Occurrences: decimal(clicks)},
		{StepKind: "INTERACTION", StepAction: "VISITOR_IDENTIFY", IdentifiedVisitors: decimal(identified), Occurrences: decimal(identified)},
		{StepKind: "EXIT", StepAction: "CONVERSION", Occurrences: decimal(found.Conversions)},
	}
	for i, n := range visits {
		steps[i].Visits, steps[i].ConversionRate = decimal(n), percentOf(n, clicks)
		steps[i].DropOffFromPrevious = decimal(visits[max(i-1, 0)] - min(n, visits[max(i-1, 0)]))
	}
	return wireFunnel{steps, decimal(clicks), steps[2].ConversionRate}, damage
}

// maxLooked is the number of clicks whose visitors are looked for at a time.
const maxLooked = 1000

// identified counts the clicks of identified visitors. Only clicks of tracked links have
// such. The error may be about what is damaged and left out.
func (h *handlers) identified(ctx context.Context, q figuresQuery) (n uint64, err error) {
	part := make([]analytics.Click, 0, maxLooked)
	var failed error
	look := func() {
		if len(part) == 0 {
			return
		}
		visitors, err := h.shortener.VisitorsOf(ctx, q.workspace, part)
		n, part, failed = n+uint64(len(visitors)), part[:0], errors.Join(failed, err)
	}
	err = h.eachEvent(ctx, q, func(click *analytics.Click) {
		if !click.Tracked || failed != nil && !errors.Is(failed, linkpack.ErrDamaged) {
			return
		}
		if part = append(part, *click); len(part) == maxLooked {
			look()
		}
	})
	look()
	return n, errors.Join(err, failed)
}

// decimal returns a count as the API writes numbers of 64 bits.
func decimal(n uint64) string { return strconv.FormatUint(n, 10) }
