package apitest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// general are the statuses that any operation may answer: those of "default".
var general = []int{401, 403, 413, 415, 429, 500, 501, 503}

// check compares a request and its answer with the description, and notes what it has
// seen.
func (d *description) check(t *testing.T, r *http.Request, body string, answer *httptest.ResponseRecorder) {
	t.Helper()
	operation := d.of(r)
	if operation == nil {
		t.Errorf("%s %s is not described", r.Method, r.URL.Path)
		return
	}
	if answer.Code < 300 {
		d.checkRequest(t, operation, r, body)
	}
	d.checkAnswer(t, operation, answer)
}

// checkRequest checks a request that succeeds.
func (d *description) checkRequest(t *testing.T, operation *openapi3.Operation, r *http.Request, body string) {
	t.Helper()
	described := map[string]bool{}
	for _, parameter := range operation.Parameters {
		p := parameter.Value
		sent := p.In == "path" || p.In == "header" && r.Header.Get(p.Name) != ""
		for name := range r.URL.Query() {
			if p.In == "query" && (name == p.Name || strings.HasPrefix(name, p.Name+"[")) {
				sent, described[name] = true, true
			}
		}
		if sent {
			d.seen[parameterName(operation.OperationID, p)] = true
		}
	}
	for name := range r.URL.Query() {
		if !described[name] {
			t.Errorf("%s: the parameter %s is not described", operation.OperationID, name)
		}
	}
	schema := bodySchema(operation)
	if body == "" {
		return
	}
	if schema == nil {
		t.Errorf("%s: the body is not described", operation.OperationID)
		return
	}
	d.checkValue(t, "request ", operation.OperationID, schema, []byte(body), openapi3.VisitAsRequest())
}

// checkAnswer checks an answer.
func (d *description) checkAnswer(t *testing.T, operation *openapi3.Operation, answer *httptest.ResponseRecorder) {
	t.Helper()
	status := strconv.Itoa(answer.Code)
	response := operation.Responses.Value(status)
	if response == nil && slices.Contains(general, answer.Code) {
		status, response = "default", operation.Responses.Default()
	}
	if response == nil {
		t.Errorf("%s: the status %s is not described", operation.OperationID, status)
		return
	}
	d.seen[fmt.Sprintf("%s: status %s", operation.OperationID, status)] = true
	media := answer.Header().Get("Content-Type")
	content := response.Value.Content.Get(media)
	if content == nil {
		t.Errorf("%s: the type %q of the answer %s is not described", operation.OperationID, media, status)
		return
	}
	if media == "application/json" {
		d.checkValue(t, "answer ", operation.OperationID+" "+status, content.Schema, answer.Body.Bytes(), openapi3.VisitAsResponse())
	}
}

// checkValue checks a JSON value and notes its fields.
func (d *description) checkValue(t *testing.T, direction, where string, schema *openapi3.SchemaRef, text []byte, as openapi3.SchemaValidationOption) {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Errorf("%s: %v", where, err)
		return
	}
	if err := schema.Value.VisitJSON(value, as, openapi3.MultiErrors()); err != nil {
		t.Errorf("%s%s: %v\n%.2000s", direction, where, err, text)
	}
	d.note(direction, where, schema, value)
}

// note notes the fields of a value.
func (d *description) note(direction, where string, ref *openapi3.SchemaRef, value any) {
	if ref == nil {
		return
	}
	ref = unwrapped(ref)
	where = nameOf(ref, where)
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			if !d.noteField(direction, where, ref, name, inner) {
				d.note(direction, where+".*", ref.Value.AdditionalProperties.Schema, inner)
			}
		}
	case []any:
		for _, item := range value {
			d.note(direction, where+"[]", ref.Value.Items, item)
		}
	}
}

// noteField notes a field in a schema and in those it is made of. It reports whether any
// of them has it.
func (d *description) noteField(direction, where string, ref *openapi3.SchemaRef, name string, value any) (known bool) {
	ref = unwrapped(ref)
	where = nameOf(ref, where)
	if field := ref.Value.Properties[name]; field != nil {
		d.seen[direction+where+"."+name] = true
		d.note(direction, where+"."+name, field, value)
		known = true
	}
	for _, part := range partsOf(ref) {
		known = d.noteField(direction, where, part, name, value) || known
	}
	return known
}

// checkAllSeen fails for everything that is described and was never seen.
func (d *description) checkAllSeen(t *testing.T) {
	t.Helper()
	for _, name := range d.described() {
		if !d.seen[name] {
			t.Errorf("never seen: %s", name)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
