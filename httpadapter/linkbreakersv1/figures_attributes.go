package linkbreakersv1

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// held is the value that a visitor has of an attribute; nil if the visitor has none.
type held struct {
	value any
	at    time.Time // of the latest change of the visitor
}

// text returns the value as the API shows it.
func (a held) text() string {
	switch value := a.value.(type) {
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(value)
	default:
		text, _ := value.(string)
		return text
	}
}

// number returns the value as a number, if it is one.
func (a held) number() (float64, bool) {
	if number, ok := a.value.(float64); ok {
		return number, true
	}
	text, _ := a.value.(string)
	number, err := strconv.ParseFloat(text, 64)
	return number, err == nil && !math.IsInf(number, 0) && !math.IsNaN(number)
}

// attribute returns what each visitor has of the attribute that was asked for. The
// visitors are those who were seen in the range. The error may be about visitors that are
// left out.
func (h *handlers) attribute(ctx context.Context, q figuresQuery, sent values) (all []held, err error) {
	key, err := sent.text("key")
	if err != nil {
		return nil, err
	}
	if key == "" {
		return nil, &linkpack.FieldError{Field: "key", Reason: "is required"}
	}
	all = []held{}
	var damage error
	for v, err := range h.shortener.Visitors(ctx, linkpack.VisitorQuery{Workspace: q.workspace, Link: q.link, Limit: 1000}) {
		switch {
		case errors.Is(err, linkpack.ErrDamaged):
			damage = errors.Join(damage, err)
		case err != nil:
			return nil, err
		case !v.LastSeen.Before(q.From) && (q.To.IsZero() || v.FirstSeen.Before(q.To)):
			all = append(all, held{v.Attributes[key], v.UpdatedAt})
		}
	}
	return all, damage
}

// carried returns those that have the attribute.
func carried(all []held) []held {
	return slices.DeleteFunc(all, func(a held) bool { return a.value == nil })
}

// wireAttributeMetric is the answer to POST /v1/analytics/attributes/metric.
type wireAttributeMetric struct {
	AudienceCount int     `json:"audienceCount"`
	TotalCount    int     `json:"totalCount"`
	UsableCount   int     `json:"usableCount"`
	CoverageRate  float64 `json:"coverageRate"`
	AverageValue  float64 `json:"averageValue"`
	MinValue      float64 `json:"minValue"`
	MaxValue      float64 `json:"maxValue"`
}

// attributeMetric answers POST /v1/analytics/attributes/metric.
func (h *handlers) attributeMetric(ctx context.Context, q figuresQuery, sent values) (any, error) {
	all, err := h.attribute(ctx, q, sent)
	if all == nil {
		return nil, err
	}
	m := wireAttributeMetric{AudienceCount: len(all)}
	for _, a := range carried(all) {
		m.TotalCount++
		if number, ok := a.number(); ok {
			m.add(number)
		}
	}
	m.CoverageRate = float64(m.TotalCount) / float64(max(m.AudienceCount, 1))
	return m, err
}

// add adds a number.
func (m *wireAttributeMetric) add(number float64) {
	if m.UsableCount++; m.UsableCount == 1 {
		m.MinValue, m.MaxValue = number, number
	}
	m.MinValue, m.MaxValue = min(m.MinValue, number), max(m.MaxValue, number)
	n := float64(m.UsableCount)
	m.AverageValue += number/n - m.AverageValue/n // which cannot overflow
}

// wireDistribution is the answer to POST /v1/analytics/attributes/distribution.
type wireDistribution struct {
	Data  []wireVisitorShare `json:"data"`
	Total int                `json:"total"`
}

type wireVisitorShare struct {
	Label        string  `json:"label"`
	VisitorCount int32   `json:"visitorCount"`
	Percentage   float64 `json:"percentage"`
}

// attributeDistribution answers POST /v1/analytics/attributes/distribution.
func (h *handlers) attributeDistribution(ctx context.Context, q figuresQuery, sent values) (any, error) {
	limit, err := sent.limit(10)
	if err != nil {
		return nil, err
	}
	all, err := h.attribute(ctx, q, sent)
	if all == nil {
		return nil, err
	}
	all = carried(all)
	counts := make([]analytics.Count, len(all))
	for i, a := range all {
		counts[i] = analytics.Count{Value: a.text(), Clicks: 1}
	}
	answer := wireDistribution{Data: []wireVisitorShare{}, Total: len(all)}
	for _, v := range ranked(counts, asItIs, limit) {
		answer.Data = append(answer.Data, wireVisitorShare{v.label, int32Of(v.events), percentOf(v.events, uint64(len(all)))})
	}
	return answer, err
}

// wireValues is the answer to POST /v1/analytics/attributes/values.
type wireValues struct {
	Data  []wireValue `json:"data"`
	Total int         `json:"total"`
}

type wireValue struct {
	Value      string    `json:"value"`
	RecordedAt time.Time `json:"recordedAt"`
}

// attributeValues answers POST /v1/analytics/attributes/values.
func (h *handlers) attributeValues(ctx context.Context, q figuresQuery, sent values) (any, error) {
	limit, err := sent.limit(50)
	if err != nil {
		return nil, err
	}
	all, err := h.attribute(ctx, q, sent)
	if all == nil {
		return nil, err
	}
	all = carried(all)
	slices.SortStableFunc(all, func(a, b held) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.text(), b.text())) })
	answer := wireValues{Data: []wireValue{}, Total: len(all)}
	for _, a := range all[:min(len(all), limit)] {
		answer.Data = append(answer.Data, wireValue{a.text(), a.at.UTC()})
	}
	return answer, err
}
