package apitest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// description is an OpenAPI description, with what was seen of it.
type description struct {
	doc        *openapi3.T
	mux        *http.ServeMux
	operations map[string]*openapi3.Operation // by method and path, as in "GET /v1/links/{id}"
	seen       map[string]bool
}

// served reads a description from the server. Objects may then have no other fields
// than described.
func served(t *testing.T, sv *server, at string) *description {
	t.Helper()
	answer := sv.send(httptest.NewRequest(http.MethodGet, at, nil))
	if answer.Code != http.StatusOK {
		t.Fatalf("%s is answered %d %s", at, answer.Code, answer.Body)
	}
	d := newDescription(t, answer.Body.Bytes())
	for schema := range d.schemas() {
		closed := schema.AdditionalProperties.Has == nil && schema.AdditionalProperties.Schema == nil
		if closed && len(schema.Properties) > 0 {
			schema.AdditionalProperties.Has = new(bool)
		}
	}
	return d
}

// newDescription reads a description.
func newDescription(t *testing.T, document []byte) *description {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		t.Fatal(err)
	}
	d := &description{doc: doc, mux: http.NewServeMux(), operations: map[string]*openapi3.Operation{}, seen: map[string]bool{}}
	for at, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			operation.Parameters = append(slices.Clone(item.Parameters), operation.Parameters...)
			d.operations[method+" "+at] = operation
			d.mux.HandleFunc(method+" "+at, func(http.ResponseWriter, *http.Request) {})
		}
	}
	return d
}

// of returns the operation of a request, or nil.
func (d *description) of(r *http.Request) *openapi3.Operation {
	_, pattern := d.mux.Handler(r)
	return d.operations[pattern]
}

// described lists everything that a description has: the statuses, parameters and
// fields of its operations.
func (d *description) described() []string {
	found := map[string]bool{}
	for _, operation := range d.operations {
		id := operation.OperationID
		for _, parameter := range operation.Parameters {
			found[parameterName(id, parameter.Value)] = true
		}
		if schema := bodySchema(operation); schema != nil {
			fieldsOf(found, id, "request ", schema)
		}
		for status, response := range operation.Responses.Map() {
			if status != "default" {
				found[fmt.Sprintf("%s: status %s", id, status)] = true
			}
			if content := response.Value.Content.Get("application/json"); content != nil {
				fieldsOf(found, id+" "+status, "answer ", content.Schema)
			}
		}
	}
	return sortedKeys(found)
}

// bodySchema returns the schema of an operation's body, or nil.
func bodySchema(operation *openapi3.Operation) *openapi3.SchemaRef {
	if operation.RequestBody == nil {
		return nil
	}
	return operation.RequestBody.Value.Content.Get("application/json").Schema
}

// fieldsOf adds the names of all fields of a schema, which begin with the name of their
// object: that of a component, or where it is.
func fieldsOf(found map[string]bool, where, direction string, ref *openapi3.SchemaRef) {
	if ref == nil {
		return
	}
	ref = unwrapped(ref)
	where = nameOf(ref, where)
	for name, field := range ref.Value.Properties {
		at := direction + where + "." + name
		if found[at] {
			continue // a component that was seen
		}
		found[at] = true
		fieldsOf(found, where+"."+name, direction, field)
	}
	for _, part := range partsOf(ref) {
		fieldsOf(found, where, direction, part)
	}
	fieldsOf(found, where+"[]", direction, ref.Value.Items)
	fieldsOf(found, where+".*", direction, ref.Value.AdditionalProperties.Schema)
}

// partsOf returns the schemas that a schema is made of, or those of which a value has
// one.
func partsOf(ref *openapi3.SchemaRef) openapi3.SchemaRefs {
	return slices.Concat(ref.Value.AllOf, ref.Value.AnyOf)
}

// unwrapped returns the component that stands alone in allOf, as it must where a
// reference has a description.
func unwrapped(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	if all := ref.Value.AllOf; len(all) == 1 {
		return all[0]
	}
	return ref
}

// nameOf returns the name of a component, or where an object without a name is.
func nameOf(ref *openapi3.SchemaRef, where string) string {
	if ref.Ref != "" {
		return path.Base(ref.Ref)
	}
	return where
}

func parameterName(operation string, p *openapi3.Parameter) string {
	return fmt.Sprintf("%s: %s parameter %s", operation, p.In, p.Name)
}

// schemas returns all schemas of requests and answers.
func (d *description) schemas() map[*openapi3.Schema]bool {
	found := map[*openapi3.Schema]bool{}
	var add func(ref *openapi3.SchemaRef)
	add = func(ref *openapi3.SchemaRef) {
		if ref == nil || found[ref.Value] {
			return
		}
		ref = unwrapped(ref)
		found[ref.Value] = true
		for _, field := range ref.Value.Properties {
			add(field)
		}
		add(ref.Value.Items)
		add(ref.Value.AdditionalProperties.Schema)
	}
	for _, operation := range d.operations {
		add(bodySchema(operation))
		for _, response := range operation.Responses.Map() {
			for _, content := range response.Value.Content {
				add(content.Schema)
			}
		}
	}
	return found
}
