package linkpackv1

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// maxFaults is the most unknown fields that an answer names: a body has room for
// very many.
const maxFaults = 100

// checkSpelling refuses the fields that differ from a known one by case and
// underscores alone, as in "maxClicks". Whoever sends one means it: a limit or a
// password must not be passed over.
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

// spellings are the known fields that have a plain name.
type spellings map[string][]string

func spellingsOf(known []string) spellings {
	s := make(spellings, len(known))
	for _, name := range known {
		s[plain(name)] = append(s[plain(name)], name)
	}
	return s
}

func (s spellings) knows(name string) bool { return slices.Contains(s[plain(name)], name) }

// hint says which field is meant by a name that is none of the known ones, if it
// can be seen.
func (s spellings) hint(name string) string {
	meant := s[plain(name)]
	if len(meant) == 0 || slices.Contains(meant, name) {
		return ""
	}
	return ", " + meant[0] + " is"
}

// plain returns a name without what styles of writing differ in.
func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
