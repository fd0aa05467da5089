package httpadapter

import (
	"fmt"
	"net/http"

	"github.com/linkpack/linkpack-go/linkpack"
)

// TakenProblem returns the [Problem] of a link whose short code or external ID is
// taken. code and externalID are what the dialect calls these, as in "short code", and
// field is the field of the request that has what is taken.
func TakenProblem(taken *linkpack.TakenError, code, externalID, field string) *Problem {
	what, reason := fmt.Sprintf("the %s %q", code, taken.ShortCode), "is taken"
	if taken.Retired {
		reason = "belonged to a link of another workspace, and is never given again"
	}
	if taken.ExternalID != "" {
		what = fmt.Sprintf("the %s %q", externalID, taken.ExternalID)
	}
	return &Problem{
		Status: http.StatusConflict, Err: taken,
		Message: what + " " + reason,
		Fields:  []linkpack.FieldError{{Field: field, Reason: reason}},
	}
}
