package httpadapter

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Problem is an error as it is sent to a client. A dialect's handlers may return a
// Problem; every other error is converted to one:
//
//	linkpack.ErrInvalid, FieldError   400
//	linkpack.ErrUnauthorized          401, with WWW-Authenticate
//	linkpack.ErrForbidden, ErrQuota   403
//	linkpack.ErrNotFound              404
//	linkpack.ErrExists, ErrNotEmpty   409
//	linkpack.ErrGone                  410
//	linkpack.ErrClosed, cancelled     503, with Retry-After
//	analytics.ErrLate, ErrLost        503, with Retry-After
//	anything else                     500, logged and not shown
type Problem struct {
	// Status is the HTTP status.
	Status int
	// Message is for people. It contains nothing internal.
	Message string
	// Fields are the wrong fields of the input, if known.
	Fields []linkpack.FieldError
	// Err is the cause, which is not sent to the client. It may be nil.
	Err error
}

// Error returns the message.
func (p *Problem) Error() string { return p.Message }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// ProblemOf returns an error as it is sent to a client, by the table of [Problem].
func ProblemOf(err error) *Problem {
	var problem *Problem
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.Is(err, linkpack.ErrInvalid):
		return invalid(err)
	case errors.Is(err, linkpack.ErrUnauthorized):
		return &Problem{Status: http.StatusUnauthorized, Message: "missing or invalid API key", Err: err}
	case errors.Is(err, linkpack.ErrQuota):
		return &Problem{Status: http.StatusForbidden, Message: inWords(err, linkpack.ErrQuota, "quota exceeded"), Err: err}
	case errors.Is(err, linkpack.ErrForbidden):
		return &Problem{Status: http.StatusForbidden, Message: inWords(err, linkpack.ErrForbidden, "not allowed"), Err: err}
	case errors.Is(err, linkpack.ErrNotFound):
		return &Problem{Status: http.StatusNotFound, Message: "not found", Err: err}
	case errors.Is(err, linkpack.ErrExists):
		return &Problem{Status: http.StatusConflict, Message: inWords(err, linkpack.ErrExists, "already exists"), Err: err}
	case errors.Is(err, linkpack.ErrNotEmpty):
		return &Problem{Status: http.StatusConflict, Message: inWords(err, linkpack.ErrNotEmpty, "not empty"), Err: err}
	case errors.Is(err, linkpack.ErrGone):
		return &Problem{Status: http.StatusGone, Message: "gone", Err: err}
	case isInterrupted(err):
		return &Problem{Status: http.StatusServiceUnavailable, Message: "the service is not available, try again", Err: err}
	default:
		return &Problem{Status: http.StatusInternalServerError, Message: "internal server error", Err: err}
	}
}

// isInterrupted reports whether an error only says that the client left, a deadline
// passed, the click log does not keep up, or the program is shutting down. The recorder
// logs clicks that are late or lost.
func isInterrupted(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, analytics.ErrLate) || errors.Is(err, analytics.ErrLost) || errors.Is(err, linkpack.ErrClosed)
}

// retryAfter is how many seconds a client should wait if the service is not available.
const retryAfter = "2"

// invalid returns the Problem of invalid input. Its message is that of the first
// wrong field. A host's dialect or store may return an error without a field.
func invalid(err error) *Problem {
	p := &Problem{Status: http.StatusBadRequest, Fields: FieldErrors(err), Err: err}
	if len(p.Fields) > 0 {
		p.Message = p.Fields[0].Error()
	} else {
		p.Message = inWords(err, linkpack.ErrInvalid, "invalid value")
	}
	return p
}

// inWords returns the text of an error with words in place of the text of a
// sentinel, since clients should not read the names of packages.
func inWords(err, sentinel error, words string) string {
	return strings.Replace(err.Error(), sentinel.Error(), words, 1)
}

// FieldErrors returns all [linkpack.FieldError]s in err, including joined and
// wrapped ones, in order.
func FieldErrors(err error) []linkpack.FieldError {
	switch e := err.(type) { //nolint:errorlint // walks the tree as errors.As does, but collects all
	case nil:
		return nil
	case *linkpack.FieldError:
		return []linkpack.FieldError{*e}
	case interface{ Unwrap() []error }:
		var fields []linkpack.FieldError
		for _, inner := range e.Unwrap() {
			fields = append(fields, FieldErrors(inner)...)
		}
		return fields
	default:
		return FieldErrors(errors.Unwrap(err))
	}
}

// RenameFields returns err with the name of each of its [linkpack.FieldError]s
// replaced. A dialect gives the fields of the engine the names that its clients use.
// An error without fields is returned as it is.
func RenameFields(err error, name func(string) string) error {
	fields := FieldErrors(err)
	if len(fields) == 0 {
		return err
	}
	renamed := make([]error, len(fields))
	for i, field := range fields {
		renamed[i] = &linkpack.FieldError{Field: name(field.Field), Reason: field.Reason}
	}
	return errors.Join(renamed...)
}
