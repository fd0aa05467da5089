package linkpackv1

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
)

// field is a field that a client may set, with the place where its value goes.
type field struct {
	name   string
	target any
}

// fields lists the fields that a client may set at any time. Two names of one field
// stand next to each other.
func fields(link *linkpack.Link) []field {
	return []field{
		{"longUrl", &link.Destination},
		{"long_url", &link.Destination},
		{"shortCode", &link.ShortCode},
		{"short_code", &link.ShortCode},
		{"domain", &link.Domain},
		{"aliases", &link.Aliases},
		{"name", &link.Name},
		{"notes", &link.Notes},
		{"group", &link.Group},
		{"tags", &link.Tags},
		{"metadata", &link.Metadata},
		{"utm_source", &link.UTM.Source},
		{"utm_medium", &link.UTM.Medium},
		{"utm_campaign", &link.UTM.Campaign},
		{"utm_term", &link.UTM.Term},
		{"utm_content", &link.UTM.Content},
		{"traffic_routing", &link.Rules},
		{"timezone", &link.Timezone},
		{"forward_query", &link.ForwardQuery},
		{"forward_path", &link.ForwardPath},
		{"redirect_status", &link.RedirectStatus},
		{"starts_at", &link.StartsAt},
		{"expires_at", &link.ExpiresAt},
		{"max_clicks", &link.MaxClicks},
		{"fallback_url", &link.FallbackURL},
		{"retargeting_scripts", &link.Scripts},
		{"preview_title", &link.Card.Title},
		{"preview_description", &link.Card.Description},
		{"preview_image", &link.Card.Image},
		{"design", &link.Design},
		{"lead_goal", &link.LeadGoal},
		{"lead_target", &link.LeadTarget},
		{"track_conversions", &link.TrackConversions},
		{"archived", &link.Archived},
		{"externalId", &link.ExternalID},
	}
}

// settable lists the names of these fields.
func settable() []string { return namesOf(fields(new(linkpack.Link)), "password") }

// namesOf lists the names of fields, and others.
func namesOf(list []field, others ...string) []string {
	for _, f := range list {
		others = append(others, f.name)
	}
	return others
}

// readOnly reads a request that has exactly one field.
func (h *handlers) readOnly(r *http.Request, only field) error {
	var values map[string]json.RawMessage
	if err := httpadapter.ReadJSON(r, &values); err != nil {
		return err
	}
	if err := h.strictness.object(values, newVocabulary(only.name)); err != nil {
		return err
	}
	return set([]field{only}, values)
}

// set decodes the sent values into their fields.
func set(list []field, values map[string]json.RawMessage) error {
	var faults []error
	for _, f := range list {
		raw, sent := values[f.name]
		if !sent {
			continue
		}
		reflect.ValueOf(f.target).Elem().SetZero() // decoding would add to maps and slices
		faults = append(faults, f.read(raw))
	}
	return errors.Join(faults...)
}

// read decodes the value of the field.
func (f field) read(raw json.RawMessage) error {
	switch target := f.target.(type) {
	case *[]routing.Rule:
		return readRules(f.name, raw, target)
	case *[]linkpack.Script:
		return readScripts(f.name, raw, target)
	}
	return httpadapter.ReadField(f.name, raw, f.target)
}

// readRules decodes rules one by one, so that errors name the wrong rule. It drops
// splits, which only the engine sets.
func readRules(name string, raw json.RawMessage, rules *[]routing.Rule) error {
	var list []json.RawMessage
	if err := httpadapter.ReadField(name, raw, &list); err != nil {
		return err
	}
	if len(list) > routing.MaxRules { // one error instead of one for each rule
		return &linkpack.FieldError{Field: name, Reason: fmt.Sprintf("has %d rules, at most %d are allowed", len(list), routing.MaxRules)}
	}
	var faults []error
	for i, item := range list {
		var rule routing.Rule
		at := fmt.Sprintf("%s[%d]", name, i)
		if !bytes.HasPrefix(item, []byte("{")) {
			faults = append(faults, &linkpack.FieldError{Field: at, Reason: "must be an object"})
			continue
		}
		faults = append(faults, httpadapter.ReadField(at, item, &rule))
		rule.Split = ""
		*rules = append(*rules, rule)
	}
	return errors.Join(faults...)
}
