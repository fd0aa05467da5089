package httpadapter

import (
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// API is a dialect: a set of routes and a way of writing errors. The packages
// beside this one implement it. Its methods must be safe for concurrent use.
type API interface {
	// Routes lists what the dialect serves on s. [New] calls it once.
	Routes(s *linkpack.Shortener) []Route
	// Limit is how often each token may make requests. The zero Limit does not
	// limit.
	Limit() Limit
	// WriteProblem answers a request that failed. Headers that every dialect
	// has, such as Allow and Retry-After, are already set.
	WriteProblem(w http.ResponseWriter, r *http.Request, p *Problem)
}

// Route is one operation of a dialect.
type Route struct {
	// Method is the HTTP method. GET serves HEAD too.
	Method string
	// Path is a pattern of [http.ServeMux] without method and host, as in
	// "/api/v1/link/{id}". Its first segment must be literal and one of the
	// Shortener's reserved codes.
	Path string
	// Handle serves the route.
	Handle HandlerFunc
}

// HandlerFunc serves an API request of an authenticated client. It either
// answers and returns nil, or returns an error and has written nothing; the
// error is answered by the table of [Problem].
type HandlerFunc func(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error

// Limit is a number of requests per window of time.
type Limit struct {
	// Requests is how many requests a client may make at once, and in Window
	// thereafter. Zero or less does not limit.
	Requests int
	// Window is the time in which Requests are given back, evenly. Zero means
	// a second.
	Window time.Duration
}
