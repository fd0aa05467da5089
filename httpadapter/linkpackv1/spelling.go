package linkpackv1

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxFaults limits the number of unknown fields that an answer names.
const maxFaults = 100

// checkSpelling refuses fields that differ from a known one only by case and
// underscores, such as "maxClicks". The client means the known field, and a limit or
// a password must not be ignored.
func checkSpelling(values map[string]json.RawMessage, known []string) error {
	names := spellingsOf(known)
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if meant := names.hint(name); meant != "" && len(faults) < maxFaults {
			faults = append(faults, &linkpack.FieldError{Field: name, Reason: "is not a known field" + meant})
		}
	}
	return errors.Join(faults...)
}

// spellings are the known fields by their plain name.
type spellings map[string][]string

func spellingsOf(known []string) spellings {
	s := make(spellings, len(known))
	for _, name := range known {
		s[plain(name)] = append(s[plain(name)], name)
	}
	return s
}

func (s spellings) knows(name string) bool { return slices.Contains(s[plain(name)], name) }

// hint says which known field an unknown name stands for, if there is one.
func (s spellings) hint(name string) string {
	meant := s[plain(name)]
	if len(meant) == 0 || slices.Contains(meant, name) {
		return ""
	}
	return ", " + meant[0] + " is"
}

// plain returns a name in lower case and without underscores.
func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
