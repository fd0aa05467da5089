package linkbreakersv1

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// guarded returns routes that refuse publishable tokens where they may not be used.
// The engine refuses its own calls; this also refuses what needs none, before the
// request is read.
func guarded(routes []httpadapter.Route) []httpadapter.Route {
	for i, route := range routes {
		if !forPages(route) {
			routes[i].Handle = withSecret(route.Handle)
		}
	}
	return routes
}

// forPages reports whether a route may be used with a token that is in a web page and
// that everyone can read.
func forPages(route httpadapter.Route) bool {
	return route.Public || route.BodyToken || route.Method == http.MethodGet && strings.HasPrefix(route.Path, "/v1/public/")
}

// withSecret returns a handler that refuses publishable tokens.
func withSecret(handle httpadapter.HandlerFunc) httpadapter.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request, p linkpack.Principal) error {
		if p.Scope.Publishable {
			return fmt.Errorf("a publishable token: %w", linkpack.ErrForbidden)
		}
		return handle(w, r, p)
	}
}
