package httpadapter

import (
	"cmp"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// endpoint serves one path of a dialect. An endpoint without methods answers
// 404.
type endpoint struct {
	*Handler
	api     *API
	methods map[string]Route
	allowed string // the value of Allow
}

// allow adds the method of a route.
func (e *endpoint) allow(route Route) {
	e.methods[route.Method] = route
	if _, hasHead := e.methods[http.MethodHead]; route.Method == http.MethodGet && !hasHead {
		e.methods[http.MethodHead] = route
	}
	names := []string{http.MethodOptions}
	for name := range e.methods {
		names = append(names, name)
	}
	slices.Sort(names)
	e.allowed = strings.Join(names, ", ")
}

// ServeHTTP serves a request and answers every error in the dialect's form.
func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := &answer{ResponseWriter: w}
	defer e.rescue(a, r)
	a.Header().Set("Cache-Control", "no-store")
	a.Header().Set("X-Content-Type-Options", "nosniff")
	e.allowOrigin(a.Header(), r)
	route, known := e.methods[r.Method]
	switch {
	case e.methods == nil:
		e.fail(a, r, &Problem{Status: http.StatusNotFound, Message: "there is nothing at this path"})
	case r.Method == http.MethodOptions && !known:
		a.Header().Set("Allow", e.allowed)
		a.WriteHeader(http.StatusNoContent)
	case !known:
		a.Header().Set("Allow", e.allowed)
		e.fail(a, r, &Problem{Status: http.StatusMethodNotAllowed, Message: "method not allowed"})
	default:
		if err := e.serve(a, r, route); err != nil {
			e.fail(a, r, err)
		}
	}
}

// allowOrigin lets the page of a request's origin read the answer, if it may call the
// route, or the one that a preflight asks for.
func (e *endpoint) allowOrigin(answer http.Header, r *http.Request) {
	method := r.Method
	if method == http.MethodOptions {
		method = r.Header.Get("Access-Control-Request-Method")
	}
	if e.methods[method].AnyOrigin {
		origins{everyOrigin: true}.allow(answer, r, method) // and no other method of the path
		return
	}
	e.origins.allow(answer, r, e.allowed)
}

// serve authenticates the client, checks its rate limit, and calls the dialect.
func (e *endpoint) serve(a *answer, r *http.Request, route Route) error {
	r.Body = http.MaxBytesReader(a.ResponseWriter, r.Body, cmp.Or(route.MaxBody, e.opts.MaxBody))
	var principal linkpack.Principal
	var err error
	if route.BodyToken {
		if r, err = withBodyToken(r); err != nil {
			return err
		}
	}
	if !route.Public {
		if principal, err = e.authenticate(r); err != nil {
			return err
		}
	}
	r = e.withLBID(asPrincipal(r, principal))
	if err := e.spend(a, r, principal); err != nil {
		return err
	}
	return route.Handle(a, r, principal)
}

// spend counts the request against the client's rate limit.
func (e *endpoint) spend(a *answer, r *http.Request, p linkpack.Principal) error {
	limit := e.api.Limit
	if limit.Requests <= 0 {
		return nil
	}
	quota, err := e.opts.Limiter.Allow(r.Context(), e.clientKey(r, p), limit)
	if err != nil {
		return fmt.Errorf("asking the limiter: %w", err)
	}
	e.api.WriteQuota(a.Header(), quota, limit, e.shortener.Now())
	if quota.Allowed {
		return nil
	}
	a.Header().Set("Retry-After", seconds(max(quota.RetryAfter, 1)))
	return &Problem{Status: http.StatusTooManyRequests, Message: "too many requests, try again later"}
}

// fail answers an error. Internal errors are logged and not shown to the client. What is
// not implemented is no error of the host's.
func (e *endpoint) fail(a *answer, r *http.Request, err error) {
	p := ProblemOf(err)
	if p.Status >= http.StatusInternalServerError && p.Status != http.StatusNotImplemented && !isInterrupted(err) {
		message := "API request failed"
		if a.begun && damagedRecords(err) > 0 {
			message = "damaged records are left out"
		}
		e.opts.Logger.ErrorContext(r.Context(), message, "method", r.Method, "path", r.URL.Path, "error", err)
	}
	switch {
	case p.Status == http.StatusUnauthorized:
		a.Header().Set("WWW-Authenticate", e.api.Challenge)
	case p.Status == http.StatusServiceUnavailable && a.Header().Get("Retry-After") == "":
		a.Header().Set("Retry-After", retryAfter)
	}
	switch {
	case !a.begun:
		e.api.WriteProblem(a, r, p)
	case damagedRecords(err) == 0:
		panic(http.ErrAbortHandler) // or the answer would look complete
	}
}

// rescue turns a panic into a 500. If the response has begun, it aborts it, so
// that the client notices that it is incomplete.
func (e *endpoint) rescue(a *answer, r *http.Request) {
	reason := recover()
	if reason == nil {
		return
	}
	if !e.logPanic(r, reason) || a.begun {
		panic(http.ErrAbortHandler)
	}
	e.api.WriteProblem(a, r, ProblemOf(fmt.Errorf("panic: %v", reason)))
}

// logPanic logs a panic and returns true. It returns false for
// [http.ErrAbortHandler], by which handlers abort a response.
func (h *Handler) logPanic(r *http.Request, reason any) bool {
	if reason == http.ErrAbortHandler { //nolint:errorlint // the value itself is the signal
		return false
	}
	h.opts.Logger.ErrorContext(r.Context(), "request panicked",
		"method", r.Method, "path", r.URL.Path, "panic", reason, "stack", string(debug.Stack()))
	return true
}
