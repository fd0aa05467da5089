package linkbreakersv1

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// unservedOperations lists the operations of the API, up to version 1.111, that are
// not served: a path with its methods in each line. "ANY" stands for all methods.
const unservedOperations = `
/v1/agent/{rest...} ANY
/v1/analytics/dashboards ANY
/v1/analytics/dashboards/{rest...} ANY
/v1/google-forms-integrations ANY
/v1/google-forms-integrations/{rest...} ANY
/v1/integrations/{slug} POST
/v1/links/contact POST
/v1/links/thank-you POST
/v1/links/{linkId}/workflow-steps POST
/v1/links/{linkId}/workflow-steps/auto-layout POST
/v1/links/{linkId}/workflow-steps/validate GET
/v1/links/{linkId}/workflow-steps/{id} DELETE
/v1/links/{linkId}/workflow-steps/{parentStepId}/relationships POST
/v1/links/{linkId}/workflow-steps/{parentStepId}/relationships/{childStepId} DELETE
/v1/links/{linkId}/workflow-steps/{stepId}/resolve-collisions POST
/v1/media ANY
/v1/media/{id} ANY
/v1/member ANY
/v1/members ANY
/v1/members/{rest...} ANY
/v1/metrics/workspace/insight GET
/v1/page-themes GET
/v1/page-themes/{id} GET PATCH
/v1/public/{rest...} ANY
/v1/settings/link-setting/{id} GET PUT
/v1/slack-integrations ANY
/v1/slack-integrations/{rest...} ANY
/v1/workspace ANY
/v1/workspace/{rest...} ANY
/v1/workspaces/{id} GET
`

// unserved returns routes that answer 501 for these operations.
func unserved() []httpadapter.Route {
	var list []httpadapter.Route
	for line := range strings.Lines(strings.TrimSpace(unservedOperations)) {
		words := strings.Fields(line)
		methods := words[1:]
		if slices.Equal(methods, []string{"ANY"}) {
			methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
		}
		for _, method := range methods {
			list = append(list, httpadapter.Route{Method: method, Path: words[0], Handle: refuse})
		}
	}
	return list
}

// refuse answers an operation that is not served.
func refuse(_ http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
	return notServed(fmt.Sprintf("%s %s", r.Method, r.URL.Path))
}

// notServed names what is not served.
func notServed(what string) *httpadapter.Problem {
	return &httpadapter.Problem{Status: http.StatusNotImplemented, Message: what + " is not served"}
}

// unservedFields lists the fields of a link that are not served.
func unservedFields() []string {
	return []string{
		"pageThemeId", "workflowSteps",
	}
}

// checkServed refuses a link that has a field with a value that is not served.
func (v values) checkServed() error {
	for _, name := range unservedFields() {
		if raw, sent := v[name]; sent && !slices.Contains([]string{"null", "false", `""`, "[]"}, string(raw)) {
			problem := notServed("the field " + name)
			problem.Fields = []linkpack.FieldError{{Field: name, Reason: "is not served"}}
			return problem
		}
	}
	return nil
}
