package geniuslinkv4

import (
	"net/http"
	"path"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// responseStatus says what is wrong, as ServiceStack does
// (https://docs.servicestack.net/error-handling).
type responseStatus struct {
	ErrorCode string          `json:"errorCode"`
	Message   string          `json:"message"`
	Errors    []responseError `json:"errors"`
}

// responseError says what is wrong with one parameter.
type responseError struct {
	ErrorCode string `json:"errorCode"`
	FieldName string `json:"fieldName"`
	Message   string `json:"message"`
}

// failure is the answer to a request that failed.
type failure struct {
	Status responseStatus `json:"responseStatus"`
}

// listFailure is that of a list of links, which has the same under both names.
type listFailure struct {
	failure
	Again responseStatus `json:"status"`
}

// writeProblem answers with a responseStatus, in the format that the client asks for,
// or in JSON.
func (o *Options) writeProblem(w http.ResponseWriter, r *http.Request, p *httpadapter.Problem) {
	f, err := formatOf(r)
	if err != nil {
		f = formatJSON
	}
	status := responseStatus{ErrorCode: errorCode(p.Status), Message: p.Message, Errors: []responseError{}}
	for _, field := range p.Fields {
		status.Errors = append(status.Errors, responseError{ErrorCode: "Invalid", FieldName: field.Field, Message: field.Reason})
	}
	var value any = failure{status}
	if isList(r) {
		value = listFailure{failure{status}, status}
	}
	_ = o.write(w, r, f, p.Status, value) // only a client that left fails
}

// isList reports whether a request is for a list of links.
func isList(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/v4/links/list") || strings.EqualFold(path.Base(r.URL.Path), "GetUserLinksRequest")
}

// errorCode names a status as ServiceStack names the exceptions that cause it.
func errorCode(status int) string {
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		return "ArgumentException"
	case http.StatusUnauthorized:
		return "Unauthorized"
	case http.StatusForbidden:
		return "Forbidden"
	case http.StatusNotFound, http.StatusGone:
		return "NotFound"
	case http.StatusMethodNotAllowed:
		return "MethodNotAllowed"
	case http.StatusNotAcceptable:
		return "NotAcceptable"
	case http.StatusConflict:
		return "Conflict"
	case http.StatusTooManyRequests:
		return "TooManyRequests"
	case http.StatusNotImplemented:
		return "NotImplementedException"
	case http.StatusServiceUnavailable:
		return "ServiceUnavailable"
	default:
		return "InternalServerError"
	}
}

// inWords returns an engine's error with the names that the API has for fields.
func inWords(err error) error {
	names := map[string]string{"destination": "url", "short_code": "code", "notes": "note", "group": "groupId"}
	return httpadapter.RenameFields(err, func(field string) string {
		if name := names[field]; name != "" {
			return name
		}
		return field
	})
}

// required says that a parameter is missing.
func required(name string) error {
	return &linkpack.FieldError{Field: name, Reason: "is required"}
}
