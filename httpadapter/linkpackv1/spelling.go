package linkpackv1

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// checkSpelling refuses the fields that differ from a known one by case and
// underscores alone, as in "maxClicks". Whoever sends one means it: a limit or a
// password must not be passed over.
func checkSpelling(values map[string]json.RawMessage, known []string) error {
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if meant := hint(name, known); meant != "" {
			faults = append(faults, &linkpack.FieldError{Field: name, Reason: "is not a known field" + meant})
		}
	}
	return errors.Join(faults...)
}

// hint says which field is meant by a name that is none of the known ones, if it
// can be seen.
func hint(name string, known []string) string {
	if slices.Contains(known, name) {
		return ""
	}
	for _, field := range known {
		if plain(field) == plain(name) {
			return ", " + field + " is"
		}
	}
	return ""
}

// plain returns a name without what styles of writing differ in.
func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }
