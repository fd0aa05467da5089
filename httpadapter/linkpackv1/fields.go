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
		{"name", &link.Name},
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
		{"archived", &link.Archived},
	}
}

// sentFields are the fields of a request's body. What is absent is left alone,
// null clears.
type sentFields struct {
	values map[string]json.RawMessage
	// destination and shortCode are the names by which the client knows them.
	destination, shortCode string
}

// read reads the fields of a request. destination and shortCode are the names
// that the document gives those fields for this request.
func (h *handlers) read(r *http.Request, destination, shortCode string) (*sentFields, error) {
	sent := &sentFields{destination: destination, shortCode: shortCode}
	if err := httpadapter.ReadJSON(r, &sent.values); err != nil {
		return nil, err
	}
	if h.strict {
		if err := checkKnown(sent.values); err != nil {
			return nil, err
		}
	}
	var err error
	if sent.destination, err = sent.oneOf(destination, "longUrl", "long_url"); err != nil {
		return nil, err
	}
	sent.shortCode, err = sent.oneOf(shortCode, "shortCode", "short_code")
	return sent, err
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
	var faults []error
	for _, f := range fields(link) {
		raw, sent := s.values[f.name]
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
