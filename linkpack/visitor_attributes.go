package linkpack

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/mail"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// The limits of attributes, those of texts in characters.
const (
	maxAttributes     = 100 // of a visitor
	maxAttributeKey   = 100
	maxAttributeValue = 1000
	maxEmail          = 254 // bytes; RFC 5321, section 4.5.3.1.3
)

// checkAttributes returns attributes as they are stored, with nil for those to remove,
// or all errors in them, joined.
func checkAttributes(given map[string]any) (map[string]any, error) {
	if len(given) > maxAttributes {
		return nil, tooManyAttributes(len(given))
	}
	checked := make(map[string]any, len(given))
	var faults []error
	for _, key := range slices.Sorted(maps.Keys(given)) {
		field := fmt.Sprintf("attributes[%s]", clip.Text(key))
		if err := checkAttributeKey(field, key); err != nil {
			faults = append(faults, err)
			continue
		}
		value, err := attribute(field, given[key])
		if err == nil && strings.HasPrefix(key, "$") {
			value, err = systemAttribute(field, key, value)
		}
		checked[key] = value
		faults = append(faults, err)
	}
	return checked, errors.Join(faults...)
}

func tooManyAttributes(n int) error {
	return invalid("attributes", "has %d keys, at most %d are allowed", n, maxAttributes)
}

// checkAttributeKey checks the key of an attribute.
func checkAttributeKey(field, key string) error {
	switch {
	case key == "":
		return invalid("attributes", "must not have an empty key")
	case strings.HasPrefix(key, "$") && !slices.Contains(systemAttributes(), key):
		return invalid(field, "must be one of %s, or not begin with $", strings.Join(systemAttributes(), ", "))
	}
	return checkText(field, key, maxAttributeKey)
}

func systemAttributes() []string {
	return []string{AttributeEmail, AttributePhone, AttributeFirstName, AttributeLastName}
}

// attribute returns a value as it is stored, or nil if it is none.
func attribute(field string, value any) (any, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case bool:
		return v, nil
	case time.Time:
		text, err := v.UTC().MarshalText()
		if err != nil {
			return nil, invalid(field, "must be a date of RFC 3339")
		}
		return string(text), nil
	case json.Number:
		number, err := v.Float64()
		if err != nil {
			return nil, invalid(field, "must be a finite number")
		}
		return finite(field, number)
	}
	return basic(field, value)
}

// basic returns a text or number of any type as it is stored, or nil if it is none.
func basic(field string, value any) (any, error) {
	switch v := reflect.ValueOf(value); {
	case v.Kind() == reflect.String:
		if v.String() == "" {
			return nil, nil
		}
		return strings.Clone(v.String()), checkText(field, v.String(), maxAttributeValue) // it may be part of a request
	case v.CanInt():
		return float64(v.Int()), nil
	case v.CanUint():
		return float64(v.Uint()), nil
	case v.CanFloat():
		return finite(field, v.Float())
	}
	return nil, invalid(field, "must be a text, a number, true or false")
}

// finite returns a number unless it is infinite or none.
func finite(field string, number float64) (any, error) {
	if math.IsInf(number, 0) || math.IsNaN(number) {
		return nil, invalid(field, "must be a finite number")
	}
	return number, nil
}

// systemAttribute returns the value of one of the system's attributes.
func systemAttribute(field, key string, value any) (any, error) {
	if value == nil {
		return nil, nil
	}
	text, ok := value.(string)
	if !ok {
		return nil, invalid(field, "must be a text")
	}
	if key != AttributeEmail {
		return text, nil
	}
	text = strings.TrimSpace(text)
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || len(text) > maxEmail {
		return nil, invalid(field, "must be an e-mail address such as ada@example.com")
	}
	return text, nil
}

// set changes attributes, or only fills those that are missing. nil removes one.
func (v *Visitor) set(attributes map[string]any, once bool) (changed bool, err error) {
	for key, value := range attributes {
		old, has := v.Attributes[key]
		switch {
		case once && has || value == old:
			continue
		case value == nil:
			delete(v.Attributes, key)
		default:
			v.Attributes[key] = value
		}
		changed = true
	}
	if len(v.Attributes) > maxAttributes {
		return false, tooManyAttributes(len(v.Attributes))
	}
	return changed, nil
}
