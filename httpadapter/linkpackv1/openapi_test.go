package linkpackv1

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
)

// TestSettableFieldsAreDescribed compares the fields that requests may have with those
// of the description. That names a field once, since generated clients cannot have two
// fields whose names differ only by underscores.
func TestSettableFieldsAreDescribed(t *testing.T) {
	var document struct {
		Components struct {
			Schemas map[string]struct{ Properties map[string]any }
		}
	}
	if err := json.Unmarshal(openAPI, &document); err != nil {
		t.Fatal(err)
	}
	for schema, want := range map[string][]string{
		"NewLink":          append(settable(), "createdAt", findIfExists),
		"LinkChange":       settable(),
		"IdentifiedChange": append(settable(), "id"),
		"NewDomain":        settableOfDomain(),
		"Rule":             ruleFields(),
		"Clause":           clauseFields(),
	} {
		got := slices.Sorted(maps.Keys(document.Components.Schemas[schema].Properties))
		want = slices.DeleteFunc(want, func(name string) bool { return name == "long_url" || name == "short_code" })
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s describes %q, want %q", schema, got, want)
		}
	}
}
