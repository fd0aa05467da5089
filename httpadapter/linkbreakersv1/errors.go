package linkbreakersv1

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// problem is an error as it is sent to clients. SDKs cannot read it unless it has all
// four fields.
type problem struct {
	Code     int      `json:"code"`
	CodeType string   `json:"codeType"`
	Message  string   `json:"message"`
	Details  []detail `json:"details"`
}

// detail says what is wrong with a field of the request, and with which of several
// links.
type detail struct {
	Index  *int   `json:"index,omitempty"`
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

// writeProblem answers {"code": …, "codeType": …, "message": …, "details": […]}.
func writeProblem(w http.ResponseWriter, _ *http.Request, p *httpadapter.Problem) {
	body := problem{Code: p.Status, CodeType: codeType(p.Status), Message: p.Message, Details: []detail{}}
	for _, field := range p.Fields {
		body.Details = append(body.Details, detailOf(field))
	}
	_ = httpadapter.WriteJSON(w, p.Status, body) // encoding strings cannot fail
}

// detailOf returns the detail of a field. "links[3].name" is the name of the link
// with index 3.
func detailOf(f linkpack.FieldError) detail {
	d := detail{Field: f.Field, Reason: f.Reason}
	if i, inner, ok := ofSeveral(f.Field); ok {
		d.Index, d.Field = &i, inner
	}
	return d
}

// codeType names a status as gRPC does, which is how the API names errors
// (google.rpc.Code, in google/rpc/code.proto).
func codeType(status int) string {
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		return "INVALID_ARGUMENT"
	case http.StatusUnauthorized:
		return "UNAUTHENTICATED"
	case http.StatusForbidden:
		return "PERMISSION_DENIED"
	case http.StatusNotFound, http.StatusGone:
		return "NOT_FOUND"
	case http.StatusConflict:
		return "ALREADY_EXISTS"
	case http.StatusPreconditionFailed:
		return "FAILED_PRECONDITION"
	case http.StatusTooManyRequests:
		return "RESOURCE_EXHAUSTED"
	case http.StatusNotImplemented, http.StatusMethodNotAllowed:
		return "UNIMPLEMENTED"
	case http.StatusServiceUnavailable:
		return "UNAVAILABLE"
	case http.StatusInternalServerError:
		return "INTERNAL"
	default:
		return "UNKNOWN"
	}
}

// isPartial reports whether an error says that damaged records are left out of a list. An
// error that only wraps linkpack.ErrDamaged can mean that the list ends too early.
func isPartial(err error) bool {
	_, ok := errors.AsType[*linkpack.DamagedError](err)
	return ok
}

// inWords returns an engine's error with the names that the API has for fields.
func inWords(err error) error {
	if taken, ok := errors.AsType[*linkpack.TakenError](err); ok {
		return httpadapter.TakenProblem(taken, "shortlink", "id", wireName(taken.Field))
	}
	return httpadapter.RenameFields(err, wireName)
}

// inWordsOfSeveral does the same for an operation on several links.
func inWordsOfSeveral(err error) error {
	if taken, ok := errors.AsType[*linkpack.TakenError](err); ok {
		return httpadapter.TakenProblem(taken, "shortlink", "id", fmt.Sprintf("links[%d].%s", taken.Index, wireName(taken.Field)))
	}
	return httpadapter.RenameFields(err, wireName)
}
