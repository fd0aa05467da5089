package linkpackv1

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxFaults limits the number of unknown fields that an answer names.
const maxFaults = 100

// maxShownName limits how much of an unknown name an answer shows, in bytes.
const maxShownName = 64

// strictness says which unknown fields are refused. A field in another spelling,
// such as "maxClicks", is always refused: the client means the known field, and a
// limit or a password must not be ignored.
type strictness struct {
	allowUnknown bool
}

// object refuses unknown fields of an object.
func (s strictness) object(object map[string]json.RawMessage, known vocabulary) error {
	c := complaints{strictness: s}
	c.object("", object, known)
	return errors.Join(c.faults...)
}

// link refuses unknown fields of a link, including those in its lists. isNew says that
// the link is to be made.
func (s strictness) link(values map[string]json.RawMessage, isNew bool) error {
	c := complaints{strictness: s}
	known := append(settable(), unsettable()...)
	if isNew {
		known = append(known, findIfExists)
	}
	c.object("", values, newVocabulary(known...))
	rules, clauses := newVocabulary(ruleFields()...), newVocabulary(clauseFields()...)
	for i, rule := range objects(values["traffic_routing"]) {
		at := fmt.Sprintf("traffic_routing[%d]", i)
		c.object(at+".", rule, rules)
		c.list(at+".clauses", rule["clauses"], clauses)
	}
	c.list("aliases", values["aliases"], newVocabulary("domain", "short_code"))
	c.list("retargeting_scripts", values["retargeting_scripts"], newVocabulary("content", "position"))
	return errors.Join(c.faults...)
}

// complaints collect an error for each refused name, up to maxFaults.
type complaints struct {
	strictness
	faults []error
}

// list checks the objects in a list.
func (c *complaints) list(name string, raw json.RawMessage, known vocabulary) {
	for i, item := range objects(raw) {
		c.object(fmt.Sprintf("%s[%d].", name, i), item, known)
	}
}

// object checks the fields of an object.
func (c *complaints) object(prefix string, object map[string]json.RawMessage, known vocabulary) {
	c.names(prefix, slices.Sorted(maps.Keys(object)), "is not a known field", known)
}

// names checks the sorted names of fields or parameters.
func (c *complaints) names(prefix string, names []string, reason string, known vocabulary) {
	for _, name := range names {
		if len(c.faults) == maxFaults {
			return
		}
		if known.has(name) || c.allowUnknown && known.respelt(name) == "" {
			continue
		}
		c.faults = append(c.faults, &linkpack.FieldError{
			Field: prefix + name[:min(len(name), maxShownName)], Reason: reason + known.hint(name),
		})
	}
}

func ruleFields() []string {
	return []string{
		"id", "condition", "value", "clauses", "percentage", "timezone", "destination",
		"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
	}
}

func clauseFields() []string { return []string{"condition", "value", "not"} }

// objects decodes the objects in a list. Anything else is an object without fields;
// decoding the field refuses it, if need be.
func objects(raw json.RawMessage) []map[string]json.RawMessage {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return nil
	}
	list := make([]map[string]json.RawMessage, len(items))
	for i, item := range items {
		if json.Unmarshal(item, &list[i]) != nil {
			list[i] = nil
		}
	}
	return list
}
