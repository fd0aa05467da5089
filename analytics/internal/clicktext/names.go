// Package clicktext has the texts that stand for the facts of a click outside
// of the log: in CSV files and in JSON.
package clicktext

import (
	"fmt"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/routing"
)

// Names are the names of small numbers, by their value. An empty name stands
// for what is not known or does not apply.
type Names []string

// Bots names the values of [routing.Bot].
func Bots() Names { return Names{"", "crawler", "preview", "ai-agent"} }

// Devices names the values of [routing.DeviceClass].
func Devices() Names { return Names{"", "Mobile", "Tablet", "Desktop", "Other"} }

// VisitorKinds names the values of [routing.Familiarity].
func VisitorKinds() Names { return Names{"", "new", "returning"} }

// Triggers names what led to a click: 0 is a link that was followed, 1 a QR code
// that was scanned.
func Triggers() Names { return Names{"click", "scan"} }

// Of returns the name of a value, empty when it has none.
func (n Names) Of(value uint8) string {
	if int(value) < len(n) {
		return n[value]
	}
	return ""
}

// Value returns the value with a name. An unknown name is a
// *[routing.FieldError] of the field.
func (n Names) Value(field, name string) (uint8, error) {
	if i := slices.Index(n, name); i >= 0 {
		return uint8(i), nil
	}
	known := strings.Join(slices.DeleteFunc(slices.Clone(n), func(s string) bool { return s == "" }), ", ")
	return 0, &routing.FieldError{Field: field, Reason: fmt.Sprintf("must be one of %s", known)}
}
