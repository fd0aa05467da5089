package httpadapter

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

// everyOrigin allows all origins.
const everyOrigin = "*"

// preflightAge is how many seconds a browser may cache the answer to a preflight
// request.
const preflightAge = "600"

// origins are the origins of web pages that may call the APIs (CORS, Fetch
// standard, section 3.2).
type origins map[string]bool

func newOrigins(list []string) (origins, error) {
	o := make(origins, len(list))
	for i, text := range list {
		if text != everyOrigin && !isOrigin(text) {
			return nil, &linkpack.FieldError{
				Field: fmt.Sprintf("allowed_origins[%d]", i), Reason: fmt.Sprintf("%.100q is not an origin, as in https://app.example.com", text),
			}
		}
		o[strings.ToLower(text)] = true
	}
	return o, nil
}

// isOrigin reports whether text is a scheme and a host, with or without a port.
func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && u.Host != "" && !strings.Contains(u.Host, "*") && strings.EqualFold(text, u.Scheme+"://"+u.Host)
}

// allow sets the headers that let the page of the request's origin read the
// answer. It never allows cookies. methods are the methods of the path.
func (o origins) allow(answer http.Header, r *http.Request, methods string) {
	if len(o) == 0 {
		return
	}
	answer.Add("Vary", "Origin")
	origin := first(r.Header["Origin"])
	switch {
	case origin == "":
		return
	case o[everyOrigin]:
		answer.Set("Access-Control-Allow-Origin", everyOrigin)
	case o[origin]:
		answer.Set("Access-Control-Allow-Origin", origin)
	default:
		return
	}
	answer.Set("Access-Control-Expose-Headers", "*")
	if r.Method == http.MethodOptions && methods != "" {
		answer.Set("Access-Control-Allow-Methods", methods)
		answer.Set("Access-Control-Allow-Headers", first(r.Header["Access-Control-Request-Headers"]))
		answer.Set("Access-Control-Max-Age", preflightAge)
	}
}
