package linkbreakersv1

import (
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// SDKs before 1.108 read the attributes of a visitor as a map, later ones as a list. A
// token remembers which one its program reads.

// The forms of attributes.
const (
	asMap  = "map"
	asList = "list"
)

// formPreferred begins the preferences of a token that has a form of its own.
const formPreferred = "attributes="

// formPreference reads the form that a new token is to have, as preferences of the
// token.
func (v values) formPreference() (string, error) {
	form := ""
	if err := v.read("attributes", &form); err != nil || form == "" {
		return "", err
	}
	if form != asMap && form != asList {
		return "", &linkpack.FieldError{Field: "attributes", Reason: "must be " + asMap + " or " + asList}
	}
	return formPreferred + form, nil
}

// chosenForm returns the form in the preferences of a token, or "".
func chosenForm(preferences string) string {
	form, ours := strings.CutPrefix(preferences, formPreferred)
	if !ours || form != asMap && form != asList {
		return ""
	}
	return form
}

// listsAttributes reports whether a principal reads attributes as a list.
func (h *handlers) listsAttributes(p linkpack.Principal) bool {
	if form := chosenForm(p.Preferences); form != "" {
		return form == asList
	}
	return h.listAttributes
}
