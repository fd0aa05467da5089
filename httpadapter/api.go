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
	// Limit is the rate limit of each token. Defaults to none.
	Limit Limit
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
}

// HandlerFunc serves an API request of an authenticated client. It either
// answers and returns nil, or writes nothing and returns an error. The error is
// answered as [Problem] says. An error of [WriteList] is only logged if that has
// answered.
type HandlerFunc func(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error

// Limit is a number of requests per window of time.
type Limit struct {
	// Requests is the number of requests that a client may make at once, and the
	// number that is restored in each Window. Zero or less means no limit.
	Requests int
	// Window is the time in which the quota is restored, at a constant rate.
	// Zero means one second.
	Window time.Duration
}
