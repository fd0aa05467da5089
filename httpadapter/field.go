package httpadapter

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// ReadField decodes the JSON value of one field into v. null leaves v unchanged.
// A value that cannot be decoded is a [linkpack.FieldError] that names the field;
// for a list or a map[string]string it names the entry, as in "tags[1]" or
// "metadata[key]".
func ReadField(field string, raw json.RawMessage, v any) error {
	if texts, isMap := v.(*map[string]string); isMap {
		return readMap(field, raw, texts)
	}
	if list := reflect.ValueOf(v).Elem(); isList(list.Type()) {
		return readList(field, raw, list)
	}
	err := json.Unmarshal(raw, v)
	if err == nil {
		return nil
	}
	if inner, ok := errors.AsType[*linkpack.FieldError](err); ok {
		return &linkpack.FieldError{Field: field + "." + inner.Field, Reason: inner.Reason}
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if wrong.Field != "" {
			field += "." + wrong.Field
		}
		return &linkpack.FieldError{Field: field, Reason: typeReason(wrong)}
	}
	if _, isTime := v.(*time.Time); isTime {
		return &linkpack.FieldError{Field: field, Reason: "must be a time as in 2026-01-31T09:00:00Z"}
	}
	return &linkpack.FieldError{Field: field, Reason: err.Error()}
}

// isList reports whether values of a type are decoded entry by entry. Raw JSON,
// which is a list of bytes, and lists of raw JSON are not.
func isList(t reflect.Type) bool {
	raw := reflect.TypeFor[json.RawMessage]()
	return t.Kind() == reflect.Slice && t != raw && t.Elem() != raw
}

// readList decodes a list entry by entry.
func readList(field string, raw json.RawMessage, list reflect.Value) error {
	var entries []json.RawMessage
	if err := ReadField(field, raw, &entries); err != nil || entries == nil {
		return err
	}
	list.Set(reflect.MakeSlice(list.Type(), len(entries), len(entries)))
	for i, entry := range entries {
		if err := ReadField(fmt.Sprintf("%s[%d]", field, i), entry, list.Index(i).Addr().Interface()); err != nil {
			return err
		}
	}
	return nil
}

// readMap decodes a map entry by entry.
func readMap(field string, raw json.RawMessage, texts *map[string]string) error {
	var entries map[string]json.RawMessage
	if err := ReadField(field, raw, &entries); err != nil || entries == nil {
		return err
	}
	*texts = make(map[string]string, len(entries))
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		var text string
		if err := ReadField(fmt.Sprintf("%s[%s]", field, key), entries[key], &text); err != nil {
			return err
		}
		(*texts)[key] = text
	}
	return nil
}
