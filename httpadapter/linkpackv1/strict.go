package linkpackv1

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

// checkKnown returns an error for each unknown field of a request, including those
// in rules. It skips values of the wrong type, which decoding refuses.
func checkKnown(values map[string]json.RawMessage) error {
	// A client may send back a full link; fields that cannot be set are ignored.
	known := append(settable(),
		"id", "shortUrl", "createdAt", "updatedAt", "has_password", "disabled", "disabled_reason", "revision", "warnings")
	faults := unknown("", values, spellingsOf(known))
	rules, clauses := spellingsOf(ruleFields()), spellingsOf(clauseFields())
	for i, rule := range objects(values["traffic_routing"]) {
		at := fmt.Sprintf("traffic_routing[%d].", i)
		faults = append(faults, unknown(at, rule, rules)...)
		for j, clause := range objects(rule["clauses"]) {
			faults = append(faults, unknown(fmt.Sprintf("%sclauses[%d].", at, j), clause, clauses)...)
		}
	}
	for _, list := range []struct {
		name  string
		known []string
	}{
		{"aliases", []string{"domain", "short_code"}},
		{"retargeting_scripts", []string{"content", "position"}},
	} {
		known := spellingsOf(list.known)
		for i, item := range objects(values[list.name]) {
			faults = append(faults, unknown(fmt.Sprintf("%s[%d].", list.name, i), item, known)...)
		}
	}
	return errors.Join(faults[:min(len(faults), maxFaults)]...)
}

// checkKnownDomain returns an error for each unknown field of a domain.
func checkKnownDomain(values map[string]json.RawMessage) error {
	known := append(settableOfDomain(), "status", "challenge", "createdAt", "verifiedAt")
	return errors.Join(unknown("", values, spellingsOf(known))...)
}

func ruleFields() []string {
	return []string{
		"id", "condition", "value", "clauses", "percentage", "timezone", "destination",
		"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
	}
}

func clauseFields() []string { return []string{"condition", "value", "not"} }

// unknown returns an error for each unknown field of an object, up to maxFaults.
func unknown(prefix string, object map[string]json.RawMessage, known spellings) []error {
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if !known.knows(name) && len(faults) < maxFaults {
			faults = append(faults, &linkpack.FieldError{Field: prefix + name, Reason: "is not a known field" + known.hint(name)})
		}
	}
	return faults
}

// objects decodes a list of objects. It returns nil for anything else.
func objects(raw json.RawMessage) []map[string]json.RawMessage {
	var list []map[string]json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}
