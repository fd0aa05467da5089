// Package jsonfields reads typed values from JSON objects by name.
package jsonfields

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/linkpack/linkpack-go/qr/internal/invalid"
)

// Object is a JSON object. Its methods read a field by its name in camelCase,
// which may be written in snake_case too. A field that is absent or null reads
// as the zero value, and a number may be a string. The first field of a wrong
// type is kept as an invalid.Error, which all objects read from the same document
// share.
type Object struct {
	path   string
	fields map[string]json.RawMessage
	err    *error
}

// Read reads a document.
func Read(data []byte) Object {
	return readObject(data, "", new(error))
}

func readObject(data []byte, path string, err *error) Object {
	o := Object{path: path, err: err}
	if json.Unmarshal(data, &o.fields) != nil {
		o.Fail("", "must be a JSON object")
	}
	return o
}

// Err returns the first error of the document.
func (o Object) Err() error { return *o.err }

// Fail sets the error of the document, unless there is one, to an error of the
// named field.
func (o Object) Fail(name, reason string) {
	if *o.err != nil {
		return
	}
	field := o.pathOf(name)
	if field == "" {
		field = "design"
	}
	*o.err = &invalid.Error{Field: field, Reason: reason}
}

func (o Object) pathOf(name string) string {
	if o.path == "" || name == "" {
		return o.path + name
	}
	return o.path + "." + name
}

// Has reports whether a field is present and not null.
func (o Object) Has(name string) bool {
	_, ok := o.raw(name)
	return ok
}

// HasKey reports whether a field is present, even as null.
func (o Object) HasKey(name string) bool {
	_, ok := o.fields[name]
	return ok
}

func (o Object) raw(name string) (json.RawMessage, bool) {
	v, ok := o.fields[name]
	if !ok {
		v, ok = o.fields[snake(name)]
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
