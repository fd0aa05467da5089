package httpadapter

import (
	"context"
	"errors"
	"net/http"

	"github.com/linkpack/linkpack-go/linkpack"
)

// Problem is an error that is ready to be told to a client. A dialect's
// handlers may return one of their own; every other error becomes one:
//
//	linkpack.ErrInvalid, FieldError   400
//	linkpack.ErrUnauthorized          401, with WWW-Authenticate
//	linkpack.ErrNotFound              404
//	linkpack.ErrExists                409
//	linkpack.ErrGone                  410
//	linkpack.ErrClosed, cancelled     503
//	anything else                     500, logged and not told
type Problem struct {
	// Status is the HTTP status.
	Status int
	// Message is for people and holds nothing internal.
	Message string
	// Fields are the fields of the input that are wrong, if they are known.
	Fields []linkpack.FieldError
	// Err is the cause, which clients are not told. It may be nil.
	Err error
}

// Error returns the message.
func (p *Problem) Error() string { return p.Message }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// problemOf is the one table from errors to statuses.
func problemOf(err error) *Problem {
	var problem *Problem
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.Is(err, linkpack.ErrInvalid):
		return invalid(err)
	case errors.Is(err, linkpack.ErrUnauthorized):
		return &Problem{Status: http.StatusUnauthorized, Message: "missing or invalid API key", Err: err}
	case errors.Is(err, linkpack.ErrNotFound):
		return &Problem{Status: http.StatusNotFound, Message: "not found", Err: err}
	case errors.Is(err, linkpack.ErrExists):
		return &Problem{Status: http.StatusConflict, Message: err.Error(), Err: err}
	case errors.Is(err, linkpack.ErrGone):
		return &Problem{Status: http.StatusGone, Message: "gone", Err: err}
	case isInterrupted(err):
		return &Problem{Status: http.StatusServiceUnavailable, Message: "the service is not available, try again", Err: err}
	default:
		return &Problem{Status: http.StatusInternalServerError, Message: "internal server error", Err: err}
	}
}

// isInterrupted tells errors that are nobody's fault: the client left, a
// deadline passed, the program is ending.
func isInterrupted(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, linkpack.ErrClosed)
}

// invalid says what is wrong with the input.
func invalid(err error) *Problem {
	p := &Problem{Status: http.StatusBadRequest, Message: err.Error(), Fields: FieldErrors(err), Err: err}
	if len(p.Fields) > 0 {
		p.Message = p.Fields[0].Error()
	}
	return p
}

// FieldErrors returns every [linkpack.FieldError] in err, also those that are
// joined or wrapped, in order.
func FieldErrors(err error) []linkpack.FieldError {
	switch e := err.(type) { //nolint:errorlint // this is the walk that errors.As makes, collecting all
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
