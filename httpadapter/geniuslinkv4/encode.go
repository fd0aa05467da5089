package geniuslinkv4

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"

	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4/internal/jsv"
	"github.com/linkpack/linkpack-go/linkpack"
)

// write answers with a value in a format.
func (o *Options) write(w http.ResponseWriter, r *http.Request, f format, status int, value any) error {
	body, err := encode(f, value)
	if err != nil {
		return err
	}
	contentType := f.mediaType()
	if callback := r.URL.Query().Get("callback"); o.SecretsInQuery && f == formatJSON && isCallback(callback) {
		// The comment keeps the answer from being taken for another type of file.
		body = []byte("/**/" + callback + "(" + string(body) + ");")
		contentType = "text/javascript; charset=utf-8"
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // fails only if the client has gone
	return nil
}

// encode returns a value in a format.
func encode(f format, value any) ([]byte, error) {
	switch f {
	case formatJSV:
		if made, ok := value.(madeLink); ok {
			value = pascalLink{pascalURL(made.ShortURL)}
		}
		return jsv.Append(nil, value), nil
	case formatXML:
		return encodeXML(value)
	case formatCSV:
		return encodeCSV(value)
	case formatLines:
		return encodeLines(value)
	default:
		return encodeJSON(value)
	}
}

// encodeJSON returns JSON without a line break at its end.
func encodeJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // keeps URLs readable; the content type is never HTML
	err := e.Encode(value)
	// These two characters end lines in JavaScript before 2019, which JSONP may meet.
	text := bytes.ReplaceAll(bytes.TrimSuffix(b.Bytes(), []byte("\n")), []byte("\u2028"), []byte(`\u2028`))
	return bytes.ReplaceAll(text, []byte("\u2029"), []byte(`\u2029`)), err
}

// encodeLines returns a line of JSON for each link of an answer, or one for an answer
// without links.
func encodeLines(value any) ([]byte, error) {
	var text []byte
	for _, row := range rowsOf(value) {
		line, err := encodeJSON(row)
		if err != nil {
			return nil, err
		}
		text = append(append(text, line...), '\n')
	}
	return text, nil
}

// rowsOf returns the links of an answer, or the answer itself if it is not about links.
func rowsOf(value any) []any {
	switch v := value.(type) {
	case oneLink:
		return []any{v.Data}
	case manyLinks:
		return asRows(v.Data)
	case linkPage:
		return asRows(v.Data)
	case madeLink:
		return []any{v.ShortURL}
	case []any:
		var rows []any
		for _, answer := range v {
			rows = append(rows, rowsOf(answer)...)
		}
		return rows
	default:
		return []any{value}
	}
}

func asRows(links []wireLink) []any {
	rows := make([]any, len(links))
	for i, link := range links {
		rows[i] = link
	}
	return rows
}

// isCallback reports whether a name can be called by a script and does nothing else.
func isCallback(name string) bool {
	return len(name) <= 100 && regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*$`).MatchString(name)
}

// checkCallback refuses a parameter callback that is not served.
func (o *Options) checkCallback(r *http.Request) error {
	name := r.URL.Query().Get("callback")
	switch {
	case name == "":
		return nil
	case !o.SecretsInQuery:
		return &linkpack.FieldError{Field: "callback", Reason: "needs Options.SecretsInQuery of the server"}
	case !isCallback(name):
		return &linkpack.FieldError{Field: "callback", Reason: "must be the name of a JavaScript function"}
	default:
		return nil
	}
}
