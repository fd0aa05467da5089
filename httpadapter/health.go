package httpadapter

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// healthTimeout limits how long a check of the health may take.
const healthTimeout = 5 * time.Second

// Health returns a handler for the checks of load balancers and orchestrators:
//
//	GET /healthz  200 as long as the process answers
//	GET /readyz   200 if visits can be redirected and recorded, else 503
//
// Every other path is 404. [linkpack.Health.Ready] says what is checked; the answer
// names the part that fails, and [linkpack.Shortener.Health] returns the error. No
// link can have these two names as its code. Mount the handler beside that of the
// links:
//
//	health := httpadapter.Health(links)
//	mux.Handle("/healthz", health)
//	mux.Handle("/readyz", health)
func Health(s *linkpack.Shortener) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		writeHealth(w, http.StatusOK, "alive")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), healthTimeout)
		defer cancel()
		serveReady(w, s.Health(ctx))
	})
	return mux
}

// serveReady answers whether visits can be served. Errors are not shown, since the
// answer may be public.
func serveReady(w http.ResponseWriter, health linkpack.Health) {
	switch {
	case health.Store != nil:
		writeHealth(w, http.StatusServiceUnavailable, "the store does not answer")
	case health.Ready() != nil:
		writeHealth(w, http.StatusServiceUnavailable, "the click queue is more than half full")
	case health.Err() != nil:
		writeHealth(w, http.StatusOK, "ready, with a backlog of statistics")
	default:
		writeHealth(w, http.StatusOK, "ready")
	}
}

func writeHealth(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, text) // fails only if the client has gone
}
