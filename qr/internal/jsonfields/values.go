package jsonfields

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/linkpack/linkpack-go/qr/internal/decimal"
)

// Text reads a string.
func (o Object) Text(name string) string {
	var s string
	if v, ok := o.raw(name); ok && json.Unmarshal(v, &s) != nil {
		o.Fail(name, "must be a string")
	}
	return s
}

// Bool reads a boolean. It returns nil if the field is absent.
func (o Object) Bool(name string) *bool {
	v, ok := o.raw(name)
	if !ok {
		return nil
	}
	var b bool
	if json.Unmarshal(v, &b) != nil {
		o.Fail(name, "must be true or false")
	}
	return &b
}

// Number reads a number. It returns nil if the field is absent.
func (o Object) Number(name string) *float64 {
	v, ok := o.raw(name)
	if !ok {
		return nil
	}
	f, err := parseNumber(v)
	if err != nil {
		o.Fail(name, "must be a number")
	}
	return &f
}

func parseNumber(v json.RawMessage) (float64, error) {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return decimal.Parse(strings.TrimSpace(s))
	}
	var f float64
	err := json.Unmarshal(v, &f)
	return f, err
}

// NumberOrZero reads a number. It returns 0 if the field is absent.
func (o Object) NumberOrZero(name string) float64 {
	if f := o.Number(name); f != nil {
		return *f
	}
	return 0
}

// Int reads a whole number.
func (o Object) Int(name string) int {
	f := o.NumberOrZero(name)
	if f != math.Trunc(f) || math.Abs(f) > math.MaxInt32 {
		o.Fail(name, "must be a whole number")
		return 0
	}
	return int(f)
}

// Object reads an object and reports whether there is one.
func (o Object) Object(name string) (Object, bool) {
	v, ok := o.raw(name)
	if !ok {
		return Object{}, false
	}
	// Some clients send an object as "" or as a string of JSON.
	var s string
	if json.Unmarshal(v, &s) == nil {
		if strings.TrimSpace(s) == "" {
			return Object{}, false
		}
		v = json.RawMessage(s)
	}
	return readObject(v, o.pathOf(name), o.err), true
}

// Strings reads a list of strings.
func (o Object) Strings(name string) []string {
	var list []string
	for _, item := range o.list(name) {
		var s string
		if json.Unmarshal(item, &s) != nil {
			o.Fail(name, "must be a list of strings")
		}
		list = append(list, s)
	}
	return list
}

// Objects reads a list of objects.
func (o Object) Objects(name string) []Object {
	var list []Object
	for i, item := range o.list(name) {
		list = append(list, readObject(item, fmt.Sprintf("%s[%d]", o.pathOf(name), i), o.err))
	}
	return list
}

func (o Object) list(name string) []json.RawMessage {
	var items []json.RawMessage
	if v, ok := o.raw(name); ok && json.Unmarshal(v, &items) != nil {
		o.Fail(name, "must be a list")
	}
	return items
}
