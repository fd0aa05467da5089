package geniuslinkv4

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4/internal/jsv"
	"github.com/linkpack/linkpack-go/linkpack"
)

// mostRequests is the number of requests in a list.
const mostRequests = 100

// parameters are the values that a client sent, by the plain forms of their names.
type parameters map[string]string

// plain returns the form in which names are compared.
func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// add adds a value. It refuses a name that was sent before with another value.
func (p parameters) add(name, value string) error {
	if known, sent := p[plain(name)]; sent && known != value {
		return &linkpack.FieldError{Field: name, Reason: "is sent twice"}
	}
	p[plain(name)] = value
	return nil
}

// addAll adds the values of a query or a form.
func (p parameters) addAll(values url.Values) error {
	var faults []error
	for name, list := range values {
		if len(list) > 1 {
			faults = append(faults, &linkpack.FieldError{Field: name, Reason: "is sent twice"})
			continue
		}
		faults = append(faults, p.add(name, list[0]))
	}
	return errors.Join(faults...)
}

// addObject adds the members of a decoded object. Clients may send numbers and booleans,
// too, and ids as a list.
func (p parameters) addObject(object map[string]any) error {
	var faults []error
	for name, member := range object {
		if member == nil {
			continue
		}
		value, reason := textOf(name, member)
		if reason != "" {
			faults = append(faults, &linkpack.FieldError{Field: name, Reason: reason})
			continue
		}
		faults = append(faults, p.add(name, value))
	}
	return errors.Join(faults...)
}

// textOf returns a member of an object as it would stand in a query, or what is wrong
// with it.
func textOf(name string, member any) (text, reason string) {
	switch v := member.(type) {
	case string:
		return v, ""
	case json.Number:
		return v.String(), ""
	case bool:
		return strconv.FormatBool(v), ""
	case []any:
		if plain(name) != "ids" {
			return "", "must be one value"
		}
		return textOfList(v)
	default:
		return "", "must not be an object"
	}
}

// textOfList joins the elements of a list.
func textOfList(list []any) (text, reason string) {
	texts := make([]string, len(list))
	for i, element := range list {
		if texts[i], reason = textOf("", element); reason != "" {
			return "", reason
		}
	}
	return strings.Join(texts, ","), ""
}

// first returns the value of the first of some names that was sent.
func (p parameters) first(names ...string) string {
	for _, name := range names {
		if value := p[plain(name)]; value != "" {
			return value
		}
	}
	return ""
}

// number reads a whole number of at least 0, or returns usual if it is absent.
func (p parameters) number(name string, usual, most int) (int, error) {
	text := p.first(name)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, &linkpack.FieldError{Field: name, Reason: fmt.Sprintf("must be a whole number from 0 to %d", most)}
	}
	return n, nil
}

// readRequests reads what a client asks for: one request, or with many a list of
// them.
func readRequests(r *http.Request, many bool) ([]parameters, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &httpadapter.Problem{Status: http.StatusBadRequest, Message: "the query is malformed", Err: err}
	}
	bodies, err := readBody(r)
	if err != nil {
		return nil, err
	}
	list, isList := bodies.([]any)
	if many != isList && bodies != nil {
		return nil, badBody(map[bool]string{true: "must be a list", false: "must not be a list"}[many])
	}
	if !isList {
		list = []any{bodies}
	}
	if len(list) > mostRequests {
		return nil, badBody(fmt.Sprintf("has more than %d requests", mostRequests))
	}
	var requests []parameters
	for _, body := range list {
		p := make(parameters)
		if err := errors.Join(p.addAll(query), p.addBody(body)); err != nil {
			return nil, err
		}
		requests = append(requests, p)
	}
	return requests, nil
}

// addBody adds the values of a decoded body.
func (p parameters) addBody(body any) error {
	switch v := body.(type) {
	case nil:
		return nil
	case url.Values:
		return p.addAll(v)
	case map[string]any:
		return p.addObject(v)
	default:
		return badBody("must be an object")
	}
}

// readBody decodes the body of a request that is not GET: nil if it is empty, and
// url.Values for a form.
func readBody(r *http.Request) (any, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil, nil
	}
	body, err := io.ReadAll(r.Body)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		message := fmt.Sprintf("the body is larger than %d bytes", tooLarge.Limit)
		return nil, &httpadapter.Problem{Status: http.StatusRequestEntityTooLarge, Message: message, Err: err}
	}
	if err != nil || len(body) == 0 {
		return nil, err
	}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case mediaType == "application/x-www-form-urlencoded":
		return readForm(body)
	case mediaType == "" || formatOfType(mediaType) == formatJSON:
		return readJSON(body)
	case formatOfType(mediaType) == formatJSV:
		return readJSV(body)
	default:
		message := "the Content-Type must be application/json, text/jsv or application/x-www-form-urlencoded"
		return nil, &httpadapter.Problem{Status: http.StatusUnsupportedMediaType, Message: message}
	}
}

func readForm(body []byte) (any, error) {
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, badBody("is a malformed form")
	}
	return values, nil
}

func readJSV(body []byte) (any, error) {
	value, err := jsv.Decode(string(body))
	if err != nil {
		return nil, badBody("is " + err.Error())
	}
	return value, nil
}

func badBody(reason string) error {
	return &httpadapter.Problem{Status: http.StatusBadRequest, Message: "the body " + reason}
}
