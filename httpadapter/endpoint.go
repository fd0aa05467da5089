package httpadapter

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
)

// endpoint serves one path of a dialect. An endpoint without methods answers
// 404.
type endpoint struct {
	*Handler
	api     *API
	methods map[string]HandlerFunc
	allowed string // the value of Allow
}

// allow adds a method.
func (e *endpoint) allow(method string, handle HandlerFunc) {
	e.methods[method] = handle
	if method == http.MethodGet && e.methods[http.MethodHead] == nil {
		e.methods[http.MethodHead] = handle
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
	e.origins.allow(a.Header(), r, e.allowed)
	handle, known := e.methods[r.Method]
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
		if err := e.serve(a, r, handle); err != nil {
			e.fail(a, r, err)
		}
	}
}

// serve authenticates the client, checks its rate limit, and calls the dialect.
func (e *endpoint) serve(a *answer, r *http.Request, handle HandlerFunc) error {
	principal, err := e.authenticate(r)
	if err != nil {
		return err
	}
	if limit := e.api.Limit; limit.Requests > 0 {
		quota, err := e.opts.Limiter.Allow(r.Context(), e.clientKey(r, principal), limit)
		if err != nil {
			return fmt.Errorf("asking the limiter: %w", err)
		}
		quota.write(a.Header(), limit)
		if !quota.Allowed {
			return &Problem{Status: http.StatusTooManyRequests, Message: "too many requests, try again later"}
		}
	}
	r = asActor(r, principal)
	r.Body = http.MaxBytesReader(a.ResponseWriter, r.Body, e.opts.MaxBody)
	return handle(a, r, principal)
}

// fail answers an error. Internal errors are logged and not shown to the client.
func (e *endpoint) fail(a *answer, r *http.Request, err error) {
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError && !isInterrupted(err) {
		message := "API request failed"
		if a.begun && damagedRecords(err) > 0 {
			message = "damaged records are left out"
		}
		e.opts.Logger.ErrorContext(r.Context(), message, "method", r.Method, "path", r.URL.Path, "error", err)
	}
	if p.Status == http.StatusUnauthorized {
		a.Header().Set("WWW-Authenticate", "Bearer")
	}
	if !a.begun {
		e.api.WriteProblem(a, r, p)
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
	e.api.WriteProblem(a, r, problemOf(fmt.Errorf("panic: %v", reason)))
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
