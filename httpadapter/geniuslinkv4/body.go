package geniuslinkv4

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4/internal/jsv"
)

// mostRequests is the number of requests in a list.
const mostRequests = 100

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

// readJSON decodes JSON with numbers as they are written.
func readJSON(body []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, badBody("is not valid JSON")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, badBody("has more after its JSON value")
	}
	return value, nil
}
