package apitest

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// facts are published facts, by the component or operation that they are about.
type facts map[string][]fact

func knownFacts(t *testing.T) facts {
	t.Helper()
	known := facts{}
	for _, f := range readFacts(t) {
		known[f.of] = append(known[f.of], f)
	}
	return known
}

// ours are fields that answers have beyond the published ones, which SDKs ignore: our
// additions, and names that the documents read.
var ours = map[string][]string{
	"Link":                             {"destination", "conversionTracking", "qrcode_signed_url"},
	"ListLinksResponse":                {"next_page_token"},
	"Directory":                        {"linkCount"},
	"ShortlinkAvailabilityResponse":    {"reason"},
	"WorkspaceToken":                   {"requestsPerDay", "attributes"},
	"Event":                            {"class", "ruleId", "placement", "referrer", "utm", "conversion", "formResponses", "form_responses"},
	"EventTraceData":                   {"rule"},
	"GetLeadScoreResponse":             {"parts"},
	"GetLeadScoreExplanationResponse":  {"parts"},
	"ListEventsJsonResponse":           {"has_more", "total_count", "next_page_token"},
	"ListVisitorsJsonResponse":         {"has_more", "total_count", "next_page_token"},
	"Webhook":                          {"url", "events", "active", "tag", "classes", "format", "disabledReason", "secret"},
	"PublicCreateQrcodeDesignResponse": {"qrcode_design"},
	"GetQrcodeDesignResponse":          {"qrcode_design"},
	"UpdateQrcodeDesignResponse":       {"qrcode_design"},
	"ApplyQrcodeTemplateResponse":      {"qrcode_design"},
}

// operation returns the published operation of a request, or "".
func (k facts) operation(r *http.Request) string {
	mux := http.NewServeMux()
	for name, list := range k {
		if strings.Contains(name, " ") && len(list) > 0 {
			mux.HandleFunc(name, func(http.ResponseWriter, *http.Request) {})
		}
	}
	_, pattern := mux.Handler(r)
	return pattern
}

// checkAnswer returns what in an answer differs from the published descriptions.
func (k facts) checkAnswer(operation string, status int, body []byte) []string {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return []string{err.Error()}
	}
	if status >= 300 {
		return k.check("answer", "#ErrorResponse", "", value)
	}
	var faults []string
	for _, f := range k[operation] {
		if f.place == "answer" {
			faults = append(faults, k.check("answer", f.kind, f.enum, value)...)
		}
	}
	return faults
}

// check returns what in a value differs from a kind.
func (k facts) check(where, kind, enum string, value any) []string {
	switch {
	case value == nil || kind == "any" || kind == "object":
		return nil
	case strings.HasPrefix(kind, "[]"):
		items, ok := value.([]any)
		return append(wrong(where, kind, value, ok), k.checkItems(where, kind[2:], enum, items)...)
	case strings.HasPrefix(kind, "*"):
		entries, ok := value.(map[string]any)
		faults := wrong(where, kind, value, ok)
		for name, entry := range entries {
			faults = append(faults, k.check(where+"."+name, kind[1:], enum, entry)...)
		}
		return faults
	case strings.HasPrefix(kind, "#"):
		fields, ok := value.(map[string]any)
		return append(wrong(where, kind, value, ok), k.checkObject(where, kind[1:], fields)...)
	}
	return wrong(where, kind+" "+enum, value, isScalar(kind, enum, value))
}

func (k facts) checkItems(where, kind, enum string, items []any) (faults []string) {
	for i, item := range items {
		faults = append(faults, k.check(fmt.Sprintf("%s[%d]", where, i), kind, enum, item)...)
	}
	return faults
}

// checkObject checks the fields of a component by the facts of all versions.
func (k facts) checkObject(where, component string, fields map[string]any) (faults []string) {
	known := map[string][]string{}
	for _, f := range k[component] {
		value, sent := fields[f.name]
		if f.required != "" && !sent {
			faults = append(faults, fmt.Sprintf("%s.%s is missing", where, f.name))
		}
		wrong := k.check(where+"."+f.name, f.kind, f.enum, value)
		if before, again := known[f.name]; again && chosenByTokens(component, f.name) && (len(wrong) == 0 || len(before) == 0) {
			wrong = nil // versions differ, and the value is as one of them says
		}
		known[f.name] = append([]string{}, wrong...)
	}
	for _, name := range sortedKeys(known) {
		faults = append(faults, known[name]...)
	}
	for _, name := range sortedKeys(fields) {
		if known[name] == nil && !slices.Contains(ours[component], name) {
			faults = append(faults, fmt.Sprintf("%s.%s is not a field of %s", where, name, component))
		}
	}
	return faults
}

// chosenByTokens reports whether a token chooses by which version a field is sent.
func chosenByTokens(component, field string) bool {
	return component == "Visitor" && field == "attributes"
}

func wrong(where, kind string, value any, ok bool) []string {
	if ok {
		return nil
	}
	return []string{fmt.Sprintf("%s is %v, not %s", where, value, kind)}
}

// conversionAction is the action of conversions, which the API does not have.
const conversionAction = "ACTION_UNSPECIFIED"

// isScalar reports whether a value is of a kind. Values that only mean that there is
// none are never sent.
func isScalar(kind, enum string, value any) bool {
	text, isText := value.(string)
	number, isNumber := value.(float64)
	switch kind {
	case "string":
		return isText && (enum == "" || slices.Contains(strings.Split(enum, ","), text) && (text == conversionAction || !strings.HasSuffix(text, "_UNSPECIFIED")))
	case "string:date-time":
		_, err := time.Parse(time.RFC3339, text)
		return err == nil
	case "string:int64", "string:uint64":
		_, err := strconv.ParseInt(text, 10, 64)
		return err == nil
	case "boolean":
		_, ok := value.(bool)
		return ok
	case "integer", "integer:int32", "integer:int64":
		return isNumber && number == math.Trunc(number)
	case "number", "number:float", "number:double":
		return isNumber
	}
	return isText && strings.HasPrefix(kind, "string:")
}
