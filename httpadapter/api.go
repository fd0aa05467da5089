package httpadapter

import (
	"fmt"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// API is an API dialect: a set of routes and a way to write errors. The package
// linkpackv1 has one.
type API struct {
	// Routes returns the operations of the dialect on s. [New] calls it once.
	// Required.
	Routes func(s *linkpack.Shortener) []Route
	// WriteProblem answers a request that failed. Headers that all dialects share,
	// such as Allow and Retry-After, are already set. It must be safe for concurrent
	// use. Required.
	WriteProblem func(w http.ResponseWriter, r *http.Request, p *Problem)
	// Authenticate returns who makes a request to the dialect, by what s knows. An
	// error that wraps [linkpack.ErrUnauthorized] is answered 401. It must be safe
	// for concurrent use, and must not read cookies or anything else that browsers
	// add by themselves: only Authenticate in [Options], which replaces it, is
	// protected against requests that pages of other sites make. Defaults to bearer tokens ("Authorization: Bearer <token>", RFC 6750) of
	// [linkpack.Shortener.Authenticate].
	Authenticate func(s *linkpack.Shortener, r *http.Request) (linkpack.Principal, error)
	// Challenge is the WWW-Authenticate header of answers with status 401 (RFC
	// 9110, section 11.6.1). Defaults to "Bearer".
	Challenge string
	// Limit is the rate limit of each token; of a publishable one, which many clients
	// have, it is that of each client address. Defaults to none.
	Limit Limit
	// WriteQuota sets the headers of an answer that tell the client its quota at
	// the time now. It must be safe for concurrent use. Defaults to
	// RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset, in seconds.
	// Retry-After is always set on requests over the limit.
	WriteQuota func(h http.Header, q Quota, limit Limit, now time.Time)
}

// withDefaults returns the dialect with every unset field filled in.
func (api API) withDefaults(o *Options) API {
	if o.Authenticate != nil {
		api.Authenticate = func(_ *linkpack.Shortener, r *http.Request) (linkpack.Principal, error) { return o.Authenticate(r) }
	}
	if api.Authenticate == nil {
		api.Authenticate = bearer
	}
	if api.Challenge == "" {
		api.Challenge = "Bearer"
	}
	if api.WriteQuota == nil {
		api.WriteQuota = writeQuota
	}
	return api
}

// checkAPI makes sure that a dialect has what is required.
func checkAPI(i int, api API) error {
	switch {
	case api.Routes == nil:
		return &linkpack.FieldError{Field: fmt.Sprintf("apis[%d].routes", i), Reason: "is required"}
	case api.WriteProblem == nil:
		return &linkpack.FieldError{Field: fmt.Sprintf("apis[%d].write_problem", i), Reason: "is required"}
	}
	return nil
}

// Route is one operation of a dialect.
type Route struct {
	// Method is the HTTP method. GET serves HEAD too. Operations that change
	// something must not be GET, which pages of other sites may request.
	Method string
	// Path is a pattern of [http.ServeMux] without method and host, as in
	// "/api/v1/link/{id}". Its first segment must be literal and one of the
	// Shortener's reserved codes.
	Path string
	// Handle serves the route. It must be safe for concurrent use.
	Handle HandlerFunc
	// Public serves the route without authentication, with the zero Principal,
	// which may read and change nothing. The rate limit is then that of the
	// client's address.
	Public bool
	// MaxBody limits the body of a request, in bytes. Zero means MaxBody in
	// [Options].
	MaxBody int64
	// AnyOrigin lets pages of all origins call the route from scripts (CORS), not
	// only those of AllowedOrigins in [Options]. Use it for what web pages do with
	// a token that everyone can read.
	AnyOrigin bool
	// BodyToken lets clients send their token as member "token" of the JSON body
	// instead of in the Authorization header, and the body as text/plain. Pages of
	// other origins can send such a request with navigator.sendBeacon and without
	// asking before (Fetch standard, section 2.2.2). Use it with a small MaxBody, since
	// the body is read before the client is authenticated.
	BodyToken bool
}

// HandlerFunc serves an API request of an authenticated client. It either
// answers and returns nil, or writes nothing and returns an error. The error is
// answered as [Problem] says. An error of [WriteList] is only logged if that has
// answered. Any other error of a handler that has begun its answer, such as a stream,
// is logged, and the response is aborted, so that the client notices.
type HandlerFunc func(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error

// Limit is a number of requests per window of time.
type Limit struct {
	// Requests is the number of requests that a client may make at once, and the
	// number that is restored in each Window. Zero or less means no limit.
	Requests int
	// Window is the time in which the quota is restored, at a constant rate.
	// Zero means one second.
	Window time.Duration
	// Fixed restores the whole quota at once, at the beginning of each Window of
	// the clock: with a Window of a minute, at each full minute. Up to twice the
	// Requests can then come within one Window. Defaults to false.
	Fixed bool
}

// withWindow returns the limit with its window filled in.
func (l Limit) withWindow() Limit {
	if l.Window <= 0 {
		l.Window = time.Second
	}
	return l
}
