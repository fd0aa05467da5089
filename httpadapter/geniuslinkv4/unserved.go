package geniuslinkv4

import (
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// unservedOperations lists the operations of the API that are not served: a path with
// its methods in each line.
const unservedOperations = `
/metadata GET
/types/{language} GET
/v1/custom-domains/domains GET
/v1/group/get-details GET
/v1/groups/add GET POST
/v1/groups/list GET
/v1/links/list GET
/v1/reports/{report...} GET
/v3/shorturls PUT DELETE
/v3/shorturls/{rest...} GET POST PUT DELETE
/v3/sub-accounts GET POST PUT DELETE
/v3/sub-accounts/{rest...} GET POST PUT DELETE
/v3/tracking-pixels GET POST PUT DELETE
/v3/tracking-pixels/{rest...} GET POST PUT DELETE
/v4/links GET POST PUT
/v4/links/{id} GET PUT
/v4/short-links GET
`

// unserved returns routes that answer 501 for these operations.
func unserved() []httpadapter.Route {
	var list []httpadapter.Route
	for line := range strings.Lines(strings.TrimSpace(unservedOperations)) {
		words := strings.Fields(line)
		for _, method := range words[1:] {
			list = append(list, httpadapter.Route{Method: method, Path: words[0], Handle: refuse})
		}
	}
	return list
}

// refuse answers an operation that is not served, or one with a suffix that is no
// format.
func refuse(_ http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
	if suffix := path.Ext(r.URL.Path); suffix != "" && format(suffix[1:]).mediaType() == "" {
		return notAcceptable("no format " + strconv.Quote(suffix[1:]))
	}
	message := fmt.Sprintf("%s %s is not served", r.Method, r.URL.Path)
	return &httpadapter.Problem{Status: http.StatusNotImplemented, Message: message}
}
