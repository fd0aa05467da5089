package linkbreakersv1

import (
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// condition is a rule's clause in the words of the API.
type condition struct {
	action string
	values []string // times as in "09:00-17:00"
}

// conditionsOf returns the conditions of a link's rules, up to the first rule that has
// none.
func conditionsOf(link *linkpack.Link) []condition {
	var list []condition
	for i := range link.Rules {
		c, ok := conditionOf(link, &link.Rules[i])
		if !ok {
			break
		}
		list = append(list, c)
	}
	return list
}

// conditionOf returns the condition that means the same as a rule, if there is one. The
// API has no time zones in conditions, so times are those of the workspace's.
func conditionOf(link *linkpack.Link, rule *routing.Rule) (c condition, ok bool) {
	if len(rule.Clauses) != 1 || rule.Clauses[0].Not || rule.Percentage != nil {
		return c, false
	}
	var spell func(entry string) (value string, ok bool)
	switch rule.Clauses[0].Condition {
	case "geo":
		c.action, spell = actionCountry, countryCode
	case "device":
		c.action, spell = actionDevice, deviceValue
	case "time":
		c.action, spell = actionTime, timesOfDay
		if rule.Timezone != "" || link.Timezone != "" {
			return c, false
		}
	default:
		return c, false
	}
	for entry := range strings.SplitSeq(rule.Clauses[0].Value, ",") {
		value, ok := spell(strings.TrimSpace(entry))
		if !ok {
			return c, false
		}
		c.values = append(c.values, value)
	}
	return c, true
}

// countryCode returns the code of a country. The API has none for unknown countries.
func countryCode(entry string) (code string, ok bool) { return strings.ToUpper(entry), len(entry) == 2 }

// deviceValue returns the word for a class of devices. The API has none for other
// devices than these.
func deviceValue(entry string) (value string, ok bool) {
	class := strings.ToUpper(entry)
	return "DEVICE_TYPE_CONDITION_VALUE_" + class, class == "MOBILE" || class == "TABLET" || class == "DESKTOP"
}

// timesOfDay returns a range in the API's form, where midnight is 00:00 at the end, too.
// So it has no range for a whole day.
func timesOfDay(entry string) (value string, ok bool) {
	start, end, ok := strings.Cut(entry, "-")
	start, end = hourAndMinute(start), hourAndMinute(end)
	return start + "-" + end, ok && start != end
}

// hourAndMinute returns 9:00 as 09:00, and 24:00 as 00:00.
func hourAndMinute(text string) string {
	text = strings.TrimSpace(text)
	if len(text) == len("9:00") {
		text = "0" + text
	}
	if text == "24:00" {
		return "00:00"
	}
	return text
}

// payload returns the payload of a step with the condition, that leads to one step if it
// is met, and to another one if not.
func (c condition) payload(met, unmet string) stepPayload {
	switch c.action {
	case actionCountry:
		payload := countryCondition{ElseNextStepID: unmet}
		for _, code := range c.values {
			payload.Countries = append(payload.Countries, countryOutcome{code, met})
		}
		return stepPayload{CountryCondition: &payload}
	case actionDevice:
		payload := deviceCondition{ElseNextStepID: unmet}
		for _, value := range c.values {
			payload.Options = append(payload.Options, deviceOption{value, value, met})
		}
		return stepPayload{DeviceTypeCondition: &payload}
	default:
		payload := timeCondition{ElseNextStepID: unmet}
		for _, value := range c.values {
			start, end, _ := strings.Cut(value, "-")
			payload.Ranges = append(payload.Ranges, timeRange{value, start, end, met})
		}
		return stepPayload{TimeOfDayCondition: &payload}
	}
}
