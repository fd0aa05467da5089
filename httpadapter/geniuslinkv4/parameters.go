package geniuslinkv4

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// parameters are the values that a client sent, by the plain forms of their names.
type parameters map[string]string

// plain returns the form in which names are compared.
func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// add adds a value. It refuses a name that was sent before with another value.
func (p parameters) add(name, value string) error {
	if known, sent := p[plain(name)]; sent && known != value {
		return &linkpack.FieldError{Field: name, Reason: "is sent twice"}
	}
	p[plain(name)] = value
	return nil
}

// addAll adds the values of a query or a form.
func (p parameters) addAll(values url.Values) error {
	var faults []error
	for name, list := range values {
		if len(list) > 1 {
			faults = append(faults, &linkpack.FieldError{Field: name, Reason: "is sent twice"})
			continue
		}
		faults = append(faults, p.add(name, list[0]))
	}
	return errors.Join(faults...)
}

// addObject adds the members of a decoded object. Clients may send numbers and booleans,
// too, and ids as a list.
func (p parameters) addObject(object map[string]any) error {
	var faults []error
	for name, member := range object {
		if member == nil {
			continue
		}
		value, reason := textOf(name, member)
		if reason != "" {
			faults = append(faults, &linkpack.FieldError{Field: name, Reason: reason})
			continue
		}
		faults = append(faults, p.add(name, value))
	}
	return errors.Join(faults...)
}

// textOf returns a member of an object as it would stand in a query, or what is wrong
// with it.
func textOf(name string, member any) (text, reason string) {
	switch v := member.(type) {
	case string:
		return v, ""
	case json.Number:
		return v.String(), ""
	case bool:
		return strconv.FormatBool(v), ""
	case []any:
		if plain(name) != "ids" {
			return "", "must be one value"
		}
		return textOfList(v)
	default:
		return "", "must not be an object"
	}
}

// textOfList joins the elements of a list.
func textOfList(list []any) (text, reason string) {
	texts := make([]string, len(list))
	for i, element := range list {
		if texts[i], reason = textOf("", element); reason != "" {
			return "", reason
		}
	}
	return strings.Join(texts, ","), ""
}

// first returns the value of the first of some names that was sent.
func (p parameters) first(names ...string) string {
	for _, name := range names {
		if value := p[plain(name)]; value != "" {
			return value
		}
	}
	return ""
}

// number reads a whole number of at least 0, or returns usual if it is absent.
func (p parameters) number(name string, usual, most int) (int, error) {
	text := p.first(name)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, &linkpack.FieldError{Field: name, Reason: fmt.Sprintf("must be a whole number from 0 to %d", most)}
	}
	return n, nil
}
