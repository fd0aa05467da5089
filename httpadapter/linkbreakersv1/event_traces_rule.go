package linkbreakersv1

import (
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// The conditions of traces. Each leads to a step, and to another one if it is not met.
type (
	countryTrace struct {
		Countries []countryTraced `json:"countries"`
		HasElse   bool            `json:"hasElse"`
	}
	countryTraced struct {
		CountryCode string `json:"countryCode"`
		HasRoute    bool   `json:"hasRoute"`
	}
	deviceTrace struct {
		Options []deviceTraced `json:"options"`
		HasElse bool           `json:"hasElse"`
	}
	deviceTraced struct {
		ID         string `json:"id"`
		DeviceType string `json:"deviceType"`
		HasRoute   bool   `json:"hasRoute"`
	}
	timeTrace struct {
		Ranges  []timeTraced `json:"ranges"`
		HasElse bool         `json:"hasElse"`
	}
	timeTraced struct {
		ID        string `json:"id"`
		StartTime string `json:"startTime"`
		EndTime   string `json:"endTime"`
		HasRoute  bool   `json:"hasRoute"`
	}
)

// traceOfRule names what a rule asks, such as country_condition, and describes it. A rule
// that the API has no condition for is a "rule".
func traceOfRule(rule *routing.RuleTrace) (action string, data traceData) {
	data.Rule = rule
	if rule.Share != nil || len(rule.Clauses) != 1 {
		return "rule", data
	}
	c, ok := conditionOf(&linkpack.Link{}, &routing.Rule{Clauses: []routing.Clause{rule.Clauses[0].Clause}})
	if !ok {
		return "rule", data
	}
	c.describe(&data)
	return strings.ToLower(strings.TrimPrefix(c.action, "EVENT_ACTION_")), data
}

// describe sets the condition of a trace.
func (c condition) describe(data *traceData) {
	switch c.action {
	case actionCountry:
		data.CountryCondition = &countryTrace{HasElse: true}
		for _, code := range c.values {
			data.CountryCondition.Countries = append(data.CountryCondition.Countries, countryTraced{code, true})
		}
	case actionDevice:
		data.DeviceTypeCondition = &deviceTrace{HasElse: true}
		for _, value := range c.values {
			data.DeviceTypeCondition.Options = append(data.DeviceTypeCondition.Options, deviceTraced{value, value, true})
		}
	case actionTime:
		data.TimeOfDayCondition = &timeTrace{HasElse: true}
		for _, value := range c.values {
			start, end, _ := strings.Cut(value, "-")
			data.TimeOfDayCondition.Ranges = append(data.TimeOfDayCondition.Ranges, timeTraced{value, start, end, true})
		}
	}
}
