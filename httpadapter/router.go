package httpadapter

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// router finds the endpoint of an API request. It answers unknown paths in the
// form of a dialect, too.
type router struct {
	mux      *http.ServeMux
	segments map[string]bool      // first segments of all routes
	unknown  map[string]*endpoint // answers 404, by literal directory of a route
	fallback http.Handler         // for paths outside these directories
}

func newRouter(h *Handler, apis []API) (*router, error) {
	rt := &router{
		mux:      http.NewServeMux(),
		segments: map[string]bool{},
		unknown:  map[string]*endpoint{},
		fallback: http.HandlerFunc(h.serveNotFound),
	}
	rt.mux.HandleFunc("/", rt.serveUnknown)
	reserved := h.shortener.Reserved()
	for i, api := range apis {
		if err := checkAPI(i, api); err != nil {
			return nil, err
		}
		api = api.withDefaults(&h.opts)
		dialect := &endpoint{Handler: h, api: &api} // answers 404
		if err := rt.mount(dialect, reserved); err != nil {
			return nil, err
		}
		if i == 0 {
			rt.fallback = dialect
		}
	}
	return rt, nil
}

// checkRoute makes sure that no route hides a short code and no short code hides
// a route.
func checkRoute(route Route, reserved []string) error {
	first := firstSegment(route.Path)
	if route.Method == "" || route.Path == "" || route.Path[0] != '/' || first == "" || strings.Contains(first, "{") {
		return routeError(route, "needs a method and a path with a literal first segment")
	}
	if route.Handle == nil {
		return routeError(route, "needs a handler")
	}
	if !slices.Contains(reserved, strings.ToLower(first)) {
		return routeError(route, fmt.Sprintf("begins with %q, which is not among the shortener's reserved codes", first))
	}
	return nil
}

func routeError(route Route, reason string) error {
	return &linkpack.FieldError{Field: "apis", Reason: fmt.Sprintf("route %q %s", route.Method+" "+route.Path, reason)}
}

// claim lets a dialect answer unknown paths in the directories of a route.
func (rt *router) claim(route string, dialect *endpoint) {
	rt.segments[firstSegment(route)] = true
	literal, _, _ := strings.Cut(route, "{")
	for dir := strings.TrimSuffix(literal, "/"); dir != "" && dir != "/"; dir = path.Dir(dir) {
		if rt.unknown[dir] == nil {
			rt.unknown[dir] = dialect
		}
	}
}

// mount registers a dialect's routes, with one endpoint for each path.
func (rt *router) mount(dialect *endpoint, reserved []string) error {
	endpoints := map[string]*endpoint{}
	for _, route := range dialect.api.Routes(dialect.shortener) {
		if err := checkRoute(route, reserved); err != nil {
			return err
		}
		rt.claim(route.Path, dialect)
		e := endpoints[route.Path]
		if e == nil {
			e = &endpoint{Handler: dialect.Handler, api: dialect.api, methods: map[string]Route{}}
			endpoints[route.Path] = e
			if err := rt.handle(route.Path, e); err != nil {
				return err
			}
		}
		if e.methods[route.Method].Handle != nil {
			return routeError(route, "is listed twice")
		}
		e.allow(route)
	}
	return nil
}

// handle registers a pattern. It returns an error where ServeMux would panic.
func (rt *router) handle(pattern string, handler http.Handler) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = &linkpack.FieldError{Field: "apis", Reason: fmt.Sprintf("route %q: %v", pattern, reason)}
		}
	}()
	rt.mux.Handle(pattern, handler)
	return nil
}

// owns reports whether a path belongs to the APIs.
func (rt *router) owns(path string) bool { return rt.segments[firstSegment(path)] }

// ServeHTTP serves an API request. A path that is not clean is answered 404;
// ServeMux alone would redirect it.
func (rt *router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	escaped := r.URL.EscapedPath()
	if clean := path.Clean(escaped); clean != escaped && clean+"/" != escaped || !strings.HasPrefix(escaped, "/") {
		rt.serveUnknown(w, r)
		return
	}
	rt.mux.ServeHTTP(w, r)
}

// serveUnknown answers an unknown path by the dialect with the nearest routes.
func (rt *router) serveUnknown(w http.ResponseWriter, r *http.Request) {
	for dir := path.Clean(r.URL.Path); dir != "/" && dir != "."; dir = path.Dir(dir) {
		if e := rt.unknown[dir]; e != nil {
			e.ServeHTTP(w, r)
			return
		}
	}
	rt.fallback.ServeHTTP(w, r)
}

// firstSegment returns the first segment of a path.
func firstSegment(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}
