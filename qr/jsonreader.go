package qr

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"unicode"
)

// jsonReader takes typed values out of one JSON object by name, in camelCase or
// snake_case, and keeps the first complaint. A field that is absent or null
// leaves the destination as it is. Numbers may be written as strings.
type jsonReader struct {
	path   string
	fields map[string]json.RawMessage
	err    *error
}

func readObject(data []byte, path string, err *error) jsonReader {
	r := jsonReader{path: path, err: err}
	if json.Unmarshal(data, &r.fields) != nil {
		r.fail("", "must be a JSON object")
	}
	return r
}

func (r jsonReader) fail(name, reason string) {
	if *r.err != nil {
		return
	}
	field := r.name(name)
	if field == "" {
		field = "design"
	}
	*r.err = &FieldError{Field: field, Reason: reason}
}

func (r jsonReader) name(name string) string {
	if r.path == "" || name == "" {
		return r.path + name
	}
	return r.path + "." + name
}

func (r jsonReader) raw(name string) (json.RawMessage, bool) {
	v, ok := r.fields[name]
	if !ok {
		v, ok = r.fields[snake(name)]
	}
	return v, ok && !bytes.Equal(v, []byte("null"))
}

func snake(camel string) string {
	var b strings.Builder
	for _, c := range camel {
		if unicode.IsUpper(c) {
			b.WriteByte('_')
			c = unicode.ToLower(c)
		}
		b.WriteRune(c)
	}
	return b.String()
}

func (r jsonReader) text(name string) string {
	var s string
	if v, ok := r.raw(name); ok && json.Unmarshal(v, &s) != nil {
		r.fail(name, "must be a string")
	}
	return s
}

func (r jsonReader) flag(name string) *bool {
	v, ok := r.raw(name)
	if !ok {
		return nil
	}
	var b bool
	if json.Unmarshal(v, &b) != nil {
		r.fail(name, "must be true or false")
	}
	return &b
}

func (r jsonReader) number(name string) *float64 {
	v, ok := r.raw(name)
	if !ok {
		return nil
	}
	f, err := parseNumber(v)
	if err != nil {
		r.fail(name, "must be a number")
	}
	return &f
}

func parseNumber(v json.RawMessage) (float64, error) {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return parseDecimal(strings.TrimSpace(s))
	}
	var f float64
	err := json.Unmarshal(v, &f)
	return f, err
}

func (r jsonReader) numberOrZero(name string) float64 {
	if f := r.number(name); f != nil {
		return *f
	}
	return 0
}

func (r jsonReader) integer(name string) int {
	f := r.numberOrZero(name)
	if f != math.Trunc(f) || math.Abs(f) > math.MaxInt32 {
		r.fail(name, "must be a whole number")
		return 0
	}
	return int(f)
}

func (r jsonReader) object(name string) (jsonReader, bool) {
	v, ok := r.raw(name)
	if !ok {
		return jsonReader{}, false
	}
	// Some clients send an option object as "" or as a string of JSON.
	var s string
	if json.Unmarshal(v, &s) == nil {
		if strings.TrimSpace(s) == "" {
			return jsonReader{}, false
		}
		v = json.RawMessage(s)
	}
	return readObject(v, r.name(name), r.err), true
}

func (r jsonReader) list(name string) []json.RawMessage {
	var items []json.RawMessage
	if v, ok := r.raw(name); ok && json.Unmarshal(v, &items) != nil {
		r.fail(name, "must be a list")
	}
	return items
}
