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

// field is one that a client may set, and where in a link it goes.
type field struct {
	name   string
	target any
}

// fields lists what a client may set. Two names of one field stand together.
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
		{"archived", &link.Archived},
	}
}

// sentFields are the fields of a link that a client sent. What is absent is left
// alone, null clears.
type sentFields struct {
	values map[string]json.RawMessage
	// destination and shortCode are the names by which the client knows them.
	destination, shortCode string
	// password is the hash of a password that was sent, empty for null.
	password *string
}

// read reads the fields of a request for one link. destination and shortCode
// are the names that the document gives those fields for this request.
func (h *handlers) read(r *http.Request, destination, shortCode string) (*sentFields, error) {
	var values map[string]json.RawMessage
	if err := httpadapter.ReadJSON(r, &values); err != nil {
		return nil, err
	}
	return h.take(values, destination, shortCode)
}

// readOnly reads a request that has one field.
func (h *handlers) readOnly(r *http.Request, only field) error {
	var values map[string]json.RawMessage
	if err := httpadapter.ReadJSON(r, &values); err != nil {
		return err
	}
	if h.strict {
		if err := errors.Join(unknown("", values, []string{only.name})...); err != nil {
			return err
		}
	}
	return set([]field{only}, values)
}

// take looks over the fields of one link.
func (h *handlers) take(values map[string]json.RawMessage, destination, shortCode string) (*sentFields, error) {
	sent := &sentFields{values: values, destination: destination, shortCode: shortCode}
	if h.strict {
		if err := checkKnown(sent.values); err != nil {
			return nil, err
		}
	}
	var err error
	if sent.destination, err = sent.oneOf(destination, "longUrl", "long_url"); err != nil {
		return nil, err
	}
	if sent.shortCode, err = sent.oneOf(shortCode, "shortCode", "short_code"); err != nil {
		return nil, err
	}
	return sent, sent.readPassword()
}

// readPassword hashes the password once, however often the fields are applied.
func (s *sentFields) readPassword() error {
	raw, sent := s.values["password"]
	if !sent {
		return nil
	}
	var password *string
	if err := httpadapter.ReadField("password", raw, &password); err != nil {
		return err
	}
	var link linkpack.Link
	if password != nil {
		if *password == "" {
			return &linkpack.FieldError{Field: "password", Reason: "must not be empty; null takes it away"}
		}
		if err := link.SetPassword(*password); err != nil {
			return err
		}
	}
	s.password = &link.PasswordHash
	return nil
}

// oneOf returns which of two names of a field was sent, usual when none or both
// were. Both must then say the same.
func (s *sentFields) oneOf(usual, camel, snake string) (string, error) {
	first, hasCamel := s.values[camel]
	second, hasSnake := s.values[snake]
	switch {
	case hasCamel && hasSnake && !sameJSON(first, second):
		return "", &linkpack.FieldError{Field: snake, Reason: "differs from " + camel + "; send one of them"}
	case hasCamel && !hasSnake:
		return camel, nil
	case hasSnake && !hasCamel:
		return snake, nil
	}
	return usual, nil
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// apply sets the fields that were sent. It may run more than once.
func (s *sentFields) apply(link *linkpack.Link) error {
	if s.password != nil {
		link.PasswordHash = *s.password
	}
	return set(fields(link), s.values)
}

// set decodes the values that were sent into their fields.
func set(list []field, values map[string]json.RawMessage) error {
	var faults []error
	for _, f := range list {
		raw, sent := values[f.name]
		if !sent {
			continue
		}
		reflect.ValueOf(f.target).Elem().SetZero() // decoding would add to maps and slices
		if rules, ok := f.target.(*[]routing.Rule); ok {
			faults = append(faults, readRules(f.name, raw, rules))
			continue
		}
		faults = append(faults, httpadapter.ReadField(f.name, raw, f.target))
	}
	return errors.Join(faults...)
}

// readRules decodes rules one by one, so that errors name the one that is
// wrong. Splits are the engine's own and never a client's.
func readRules(name string, raw json.RawMessage, rules *[]routing.Rule) error {
	var list []json.RawMessage
	if err := httpadapter.ReadField(name, raw, &list); err != nil {
		return err
	}
	if len(list) > routing.MaxRules { // not one message for each
		return &linkpack.FieldError{Field: name, Reason: fmt.Sprintf("has %d rules, the most is %d", len(list), routing.MaxRules)}
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
