package routing

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// ruleJSON is the JSON form of a rule. A single clause that is not negated is
// written in the rule itself, as condition and value.
type ruleJSON struct {
	ID         string      `json:"id,omitempty"`
	Condition  string      `json:"condition,omitempty"`
	Value      string      `json:"value,omitempty"`
	Not        bool        `json:"not,omitempty"` // read only to refuse it
	Clauses    *clauseList `json:"clauses,omitempty"`
	Percentage *float64    `json:"percentage,omitempty"`
	Timezone   string      `json:"timezone,omitempty"`
	UTM
	Destination string `json:"destination,omitempty"`
	Split       string `json:"split,omitempty"`
}

// MarshalJSON writes the rule as
//
//	{"id", "condition", "value", "percentage", "timezone", "utm_source", …, "destination", "split"}
//
// when it has one clause that is not negated, or only a percentage (the condition
// is then "percentage"). Otherwise it has
//
//	"clauses": [{"condition", "value", "not"}]
//
// instead of condition and value. Empty fields are left out.
func (r Rule) MarshalJSON() ([]byte, error) {
	wire := ruleJSON{
		ID: r.ID, Percentage: r.Percentage, Timezone: r.Timezone,
		UTM: r.UTM, Destination: r.Destination, Split: r.Split,
	}
	switch {
	case len(r.Clauses) == 0 && r.Percentage != nil:
		wire.Condition = percentage
	case len(r.Clauses) == 1 && r.Clauses[0].isShort():
		wire.Condition, wire.Value = r.Clauses[0].Condition, r.Clauses[0].Value
	default:
		list := append(clauseList{}, r.Clauses...) // never null
		wire.Clauses = &list
	}
	return json.Marshal(wire)
}

// isShort reports whether the clause can be written in the rule itself and is
// the same when read from there.
func (c Clause) isShort() bool {
	return !c.Not && c.Condition != "" && (c.Condition != percentage || c.Value != "")
}

// UnmarshalJSON reads both forms that [Rule.MarshalJSON] writes. Unknown fields
// are ignored. A field of the wrong type is a [*FieldError]. So is a "not"
// outside the clauses, because a rule read without it would mean the opposite.
func (r *Rule) UnmarshalJSON(data []byte) error {
	var wire ruleJSON
	if err := json.Unmarshal(data, &wire); err != nil {
		return jsonError("", err)
	}
	clauses, err := wire.clauses()
	if err != nil {
		return err
	}
	*r = Rule{
		ID: wire.ID, Clauses: clauses, Percentage: wire.Percentage, Timezone: wire.Timezone,
		UTM: wire.UTM, Destination: wire.Destination, Split: wire.Split,
	}
	return nil
}

// clauseList is the clauses of a rule.
type clauseList []Clause

// UnmarshalJSON reads the clauses one by one, so that an error names the clause.
func (l *clauseList) UnmarshalJSON(data []byte) error {
	var items []json.RawMessage
	if err := json.Unmarshal(data, &items); err != nil {
		return jsonError("clauses", err)
	}
	*l = nil // the last one counts if the field is sent twice
	for i, item := range items {
		var clause *Clause
		at := fmt.Sprintf("clauses[%d]", i)
		if err := json.Unmarshal(item, &clause); err != nil {
			return jsonError(at, err)
		}
		if clause == nil {
			return &FieldError{at, "must be an object, not null"}
		}
		*l = append(*l, *clause)
	}
	return nil
}

// clauses returns the clauses of either form.
func (w *ruleJSON) clauses() ([]Clause, error) {
	switch {
	case w.Not:
		return nil, &FieldError{"not", "belongs in one of the clauses"}
	case w.Clauses != nil && (w.Condition != "" || w.Value != ""):
		return nil, &FieldError{"clauses", "cannot be used together with condition and value"}
	case w.Clauses != nil && len(*w.Clauses) > 0:
		return *w.Clauses, nil
	case w.Clauses != nil:
		return nil, nil
	case w.Condition == percentage && w.Value == "" && w.Percentage != nil:
		return nil, nil
	case w.Condition == "":
		return nil, &FieldError{"condition", "is missing"}
	}
	return []Clause{{Condition: w.Condition, Value: w.Value}}, nil
}

// jsonError returns an error that names the field of the wrong type, at or below
// path.
func jsonError(path string, err error) error {
	wrong, ok := errors.AsType[*json.UnmarshalTypeError](err)
	if !ok {
		return err
	}
	name := strings.TrimPrefix(wrong.Field, "UTM.") // embedded, so not in the JSON
	field := strings.Trim(path+"."+name, ".")
	return &FieldError{cmp.Or(field, "rule"), "must be " + jsonType(wrong.Type.Kind().String()) + ", not " + wrong.Value}
}

// jsonType returns what a kind of Go value is called in JSON.
func jsonType(kind string) string {
	switch kind {
	case "float64":
		return "a number"
	case "bool":
		return "true or false"
	case "slice":
		return "an array"
	case "struct":
		return "an object"
	default:
		return "a string"
	}
}
