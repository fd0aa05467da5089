package memory

import (
	"reflect"
	"strings"
	"time"
)

// owned returns a copy that shares no memory with v, not even that of its texts: some
// servers use the memory of a request again for the next one.
func owned[T any](v *T) *T {
	c := *v
	own(reflect.ValueOf(&c).Elem())
	return &c
}

// own replaces everything that v refers to by copies. Fields that are not exported
// stay as they are.
func own(v reflect.Value) {
	if !v.CanSet() || v.IsZero() || v.Type() == reflect.TypeFor[time.Time]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.Clone(v.String()))
	case reflect.Struct:
		for _, field := range v.Fields() {
			own(field)
		}
	case reflect.Pointer:
		v.Set(copied(v.Elem()).Addr())
	case reflect.Interface:
		v.Set(copied(v.Elem()))
	case reflect.Slice:
		v.Set(copiedItems(v))
	case reflect.Map:
		v.Set(copiedPairs(v))
	}
}

func copiedItems(slice reflect.Value) reflect.Value {
	c := reflect.MakeSlice(slice.Type(), slice.Len(), slice.Len())
	for i := range slice.Len() {
		c.Index(i).Set(copied(slice.Index(i)))
	}
	return c
}

func copiedPairs(m reflect.Value) reflect.Value {
	c := reflect.MakeMapWithSize(m.Type(), m.Len())
	for key, value := range m.Seq2() {
		c.SetMapIndex(copied(key), copied(value))
	}
	return c
}

// copied returns an owned copy.
func copied(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	own(c)
	return c
}
