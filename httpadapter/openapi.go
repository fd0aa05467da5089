package httpadapter

import (
	"net/http"
	"strconv"

	"github.com/linkpack/linkpack-go/linkpack"
)

// DescriptionRoute returns a route that serves the OpenAPI description of a dialect,
// which is a JSON document. Everyone may read it without a token, and so may pages of
// all origins, such as those of tools that show descriptions.
func DescriptionRoute(path string, document []byte) Route {
	return Route{Method: http.MethodGet, Path: path, Public: true, AnyOrigin: true, Handle: func(w http.ResponseWriter, _ *http.Request, _ linkpack.Principal) error {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(document)))
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(document) // fails only if the client has gone
		return nil
	}}
}
