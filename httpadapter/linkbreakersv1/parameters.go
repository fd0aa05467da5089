package linkbreakersv1

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// parameters are the parameters of a query, by their names in camel case.
type parameters map[string][]string

// readParameters reads the query of a request.
func readParameters(r *http.Request) (parameters, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &httpadapter.Problem{Status: http.StatusBadRequest, Message: "the query is malformed", Err: err}
	}
	p := make(parameters, len(query))
	for name, values := range query {
		camel := camelCase(name)
		if _, both := p[camel]; both {
			return nil, &linkpack.FieldError{Field: camel, Reason: "is sent twice, in two spellings"}
		}
		p[camel] = values
	}
	return p, nil
}

// text returns the value of a parameter, or "" if it is absent.
func (p parameters) text(name string) (string, error) {
	switch values := p[name]; len(values) {
	case 0:
		return "", nil
	case 1:
		return values[0], nil
	default:
		return "", &linkpack.FieldError{Field: name, Reason: "must not be repeated"}
	}
}

// list returns the values of a list, which is repeated or has commas. Empty values are
// left out.
func (p parameters) list(name string) []string {
	var all []string
	for _, value := range p[name] {
		for item := range strings.SplitSeq(value, ",") {
			if item = strings.TrimSpace(item); item != "" {
				all = append(all, item)
			}
		}
	}
	return all
}

// choose returns what a parameter stands for, which has one of several values. That of
// an absent one is "".
func choose[T any](p parameters, name string, values map[string]T) (chosen T, err error) {
	text, err := p.text(name)
	if err != nil {
		return chosen, err
	}
	chosen, known := values[text]
	if !known {
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(values)), func(name string) bool { return name == "" })
		err = &linkpack.FieldError{Field: name, Reason: "must be one of " + strings.Join(names, ", ")}
	}
	return chosen, err
}

// flag reads true or false, which is false if it is absent.
func (p parameters) flag(name string) (bool, error) {
	text, err := p.text(name)
	if err != nil || text == "" {
		return false, err
	}
	set, err := strconv.ParseBool(text)
	if err != nil {
		return false, &linkpack.FieldError{Field: name, Reason: "must be true or false"}
	}
	return set, nil
}

// pageSize reads the size of a page, or returns usual if it is absent.
func (p parameters) pageSize(usual, most int) (int, error) {
	text, err := p.text("pageSize")
	if err != nil || text == "" || text == "0" {
		return usual, err
	}
	size, err := strconv.Atoi(text)
	if err != nil || size < 1 || size > most {
		return 0, &linkpack.FieldError{Field: "pageSize", Reason: "must be a whole number from 1 to " + strconv.Itoa(most)}
	}
	return size, nil
}

// pageToken reads where a page of a list begins: the text that nextPageToken was
// given, or "" for the first page.
func (p parameters) pageToken(list, workspace string) (string, error) {
	token, err := p.text("pageToken")
	if err != nil || token == "" {
		return "", err
	}
	plain, err := base64.RawURLEncoding.DecodeString(token)
	text, ours := strings.CutPrefix(string(plain), pagePrefix(list, workspace))
	if err != nil || !ours {
		return "", wrongPageToken()
	}
	return text, nil
}

// wrongPageToken is the error of a page token that does not belong to a list.
func wrongPageToken() error {
	return &linkpack.FieldError{Field: "pageToken", Reason: "is not a nextPageToken of this list"}
}

// nextPageToken returns the token of the page that begins at text, of a list in a
// workspace.
func nextPageToken(list, workspace, text string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(pagePrefix(list, workspace) + text))
}

func pagePrefix(list, workspace string) string { return list + "\n" + workspace + "\n" }
