package apitest

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/linkpack/linkpack-go/linkpack"
)

// TestAnswersFitThePublishedDescriptions plays the scenario against the descriptions
// that Linkbreakers has published.
func TestAnswersFitThePublishedDescriptions(t *testing.T) {
	for _, document := range published(t, publishedFolder(t)) {
		t.Run(version(document), func(t *testing.T) {
			text := indented(t, document)
			token := linkpack.Token{Preferences: "attributes=" + attributeForm(document)}
			target := newTarget(t)
			synctest.Test(t, func(t *testing.T) {
				d := newDescription(t, text)
				playLinkbreakers(t, newServerOf(t, 100_000, token), target, func(t *testing.T, r *http.Request, _ string, answer *httptest.ResponseRecorder) {
					if r.Header.Get("Authorization") == "Bearer "+secret { // others may have chosen another form
						d.checkPublished(t, r, answer)
					}
				})
			})
		})
	}
}

// attributeForm returns the form in which a description has the attributes of visitors.
func attributeForm(document object) string {
	attributes := document.at("components").at("schemas").at("Visitor").at("properties").at("attributes")
	if attributes.text("type") == "array" {
		return "list"
	}
	return "map"
}

// checkPublished checks the answer of an operation that was published. Answers may have
// more fields.
func (d *description) checkPublished(t *testing.T, r *http.Request, answer *httptest.ResponseRecorder) {
	t.Helper()
	operation := d.of(r)
	if operation == nil {
		return
	}
	response := operation.Responses.Status(answer.Code)
	if response == nil {
		response = operation.Responses.Default()
	}
	schema := response.Value.Content.Get("application/json").Schema
	d.checkValue(t, "answer ", operation.OperationID, schema, answer.Body.Bytes(), openapi3.VisitAsResponse())
}
