package httpadapter

import (
	"errors"
	"net"
	"net/http"

	"github.com/linkpack/linkpack-go/linkpack"
)

// DomainProblem returns the error of a call that creates or verifies a domain as a
// [Problem] that says more: which field of the request has the host that is taken, and
// that the DNS did not answer (503). It returns any other error as it is.
func DomainProblem(err error, field string) error {
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return &Problem{
			Status: http.StatusServiceUnavailable, Err: err,
			Message: "the DNS did not answer for " + dns.Name + ", try again later",
		}
	}
	if errors.Is(err, linkpack.ErrExists) {
		return &Problem{
			Status: http.StatusConflict, Err: err,
			Message: inWords(err, linkpack.ErrExists, "already exists"),
			Fields:  []linkpack.FieldError{{Field: field, Reason: "is already registered"}},
		}
	}
	return err
}
