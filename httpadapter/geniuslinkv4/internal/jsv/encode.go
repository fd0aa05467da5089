package jsv

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Raw is a value that is written without quotes, although it may have colons: a date
// or the name of an enumeration's value.
type Raw interface {
	// JSV returns the value's text.
	JSV() string
}

// Append appends the text of a value, which is made of strings, booleans, numbers,
// [Raw] values, slices, maps with strings as keys, and structs with the names of
// their json tags. Members of a map or struct that are nil are left out, and zero ones
// whose tag says omitempty. Append panics for other types, which are mistakes of the
// caller.
func Append(text []byte, value any) []byte { return appendValue(text, reflect.ValueOf(value)) }

func appendValue(text []byte, v reflect.Value) []byte {
	if isNull(v) {
		return text
	}
	if raw, ok := v.Interface().(Raw); ok {
		return append(text, raw.JSV()...)
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return appendValue(text, v.Elem())
	case reflect.String:
		return appendString(text, v.String())
	case reflect.Slice:
		return appendList(text, v)
	case reflect.Map:
		return appendMap(text, v)
	case reflect.Struct:
		return appendStruct(text, v)
	default:
		return appendScalar(text, v)
	}
}

// isNull reports whether a value is null.
func isNull(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map:
		return v.IsNil()
	default:
		return false
	}
}

// appendScalar appends a boolean or a number, as .NET writes them.
func appendScalar(text []byte, v reflect.Value) []byte {
	switch {
	case v.Kind() == reflect.Bool && v.Bool():
		return append(text, "True"...)
	case v.Kind() == reflect.Bool:
		return append(text, "False"...)
	case v.CanInt():
		return strconv.AppendInt(text, v.Int(), 10)
	case v.CanUint():
		return strconv.AppendUint(text, v.Uint(), 10)
	case v.CanFloat():
		return strconv.AppendFloat(text, v.Float(), 'f', -1, 64)
	default:
		panic(fmt.Sprintf("jsv: a %s has no text", v.Type()))
	}
}

// appendString appends a string, in quotes if it has a character with a meaning.
func appendString(text []byte, s string) []byte {
	if s != "" && !strings.ContainsAny(s, "\":,{}[]\r\n") {
		return append(text, s...)
	}
	text = append(text, '"')
	text = append(text, strings.ReplaceAll(s, `"`, `""`)...)
	return append(text, '"')
}

func appendList(text []byte, v reflect.Value) []byte {
	text = append(text, '[')
	for i := range v.Len() {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendValue(text, v.Index(i))
	}
	return append(text, ']')
}

func appendMap(text []byte, v reflect.Value) []byte {
	members := make(map[string]reflect.Value, v.Len())
	for each := v.MapRange(); each.Next(); {
		members[each.Key().String()] = each.Value()
	}
	text = append(text, '{')
	for _, name := range slices.Sorted(maps.Keys(members)) {
		text = appendMember(text, name, members[name])
	}
	return append(text, '}')
}

func appendStruct(text []byte, v reflect.Value) []byte {
	text = append(text, '{')
	for _, field := range reflect.VisibleFields(v.Type()) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		value := v.FieldByIndex(field.Index)
		if name != "" && name != "-" && (options != "omitempty" || !value.IsZero()) {
			text = appendMember(text, name, value)
		}
	}
	return append(text, '}')
}

// appendMember appends a member of a map, unless it is null.
func appendMember(text []byte, name string, v reflect.Value) []byte {
	if isNull(v) {
		return text
	}
	if text[len(text)-1] != '{' {
		text = append(text, ',')
	}
	return appendValue(append(appendString(text, name), ':'), v)
}
