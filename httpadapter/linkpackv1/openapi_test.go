package linkpackv1

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
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

// TestParametersAreDescribed compares the query parameters of operations with those of
// the description.
func TestParametersAreDescribed(t *testing.T) {
	type parameter struct{ Name, In, Ref string }
	var document struct {
		Paths      map[string]map[string]json.RawMessage
		Components struct{ Parameters map[string]parameter }
	}
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(openAPI), `"$ref"`, `"ref"`)), &document); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"get /api/v1/links":             listParameters(),
		"patch /api/v1/links":           whereParameters(),
		"delete /api/v1/links":          whereParameters(),
		"get /api/v1/links/qr.zip":      listedCodesParameters(),
		"post /api/v1/links/qr.zip":     codesParameters(),
		"get /api/v1/stats/{shortCode}": statsParameters(),
		"get /api/v1/link/{id}/stats":   idStatsParameters(),
		"get /api/v1/link/{id}/clicks":  clicksParameters(),
	} {
		method, path, _ := strings.Cut(name, " ")
		var shared []parameter
		var operation struct{ Parameters []parameter }
		if raw := document.Paths[path]["parameters"]; raw != nil {
			if err := json.Unmarshal(raw, &shared); err != nil {
				t.Fatal(err)
			}
		}
		if err := json.Unmarshal(document.Paths[path][method], &operation); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range append(shared, operation.Parameters...) {
			if p.Ref != "" {
				p = document.Components.Parameters[p.Ref[strings.LastIndexByte(p.Ref, '/')+1:]]
			}
			if p.In == "query" {
				got = append(got, p.Name)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s describes %q, want %q", name, got, want)
		}
	}
}
