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
	switch {
	case !v.CanSet() || v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.String:
		v.SetString(strings.Clone(v.String()))
	case v.Kind() == reflect.Struct:
		for _, field := range v.Fields() {
			own(field)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		v.Set(copied(v.Elem()).Addr())
	case v.Kind() == reflect.Interface && !v.IsNil():
		v.Set(copied(v.Elem()))
	case v.Kind() == reflect.Slice && !v.IsNil():
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(copied(v.Index(i)))
		}
		v.Set(c)
	case v.Kind() == reflect.Map && !v.IsNil():
		c := reflect.MakeMapWithSize(v.Type(), v.Len())
		for key, value := range v.Seq2() {
			c.SetMapIndex(copied(key), copied(value))
		}
		v.Set(c)
	}
}

// copied returns an owned copy.
func copied(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	own(c)
	return c
}
