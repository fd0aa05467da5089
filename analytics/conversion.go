package analytics

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/linkpack/linkpack-go/routing"
)

// ConversionFacts say what a visitor did after a click.
type ConversionFacts struct {
	// Click is the ID of the click. It is empty when the visitor was erased.
	Click string
	// First says that it is the first conversion of its click.
	First bool
	// Kind says what the visitor did, as in "purchase" or "form.submitted": 1 to 64
	// of the characters a-z, 0-9, ".", "_" and "-".
	Kind string
	// Value is what the conversion is worth in the currency: at least 0 and at most
	// [MaxConversionValue]. It is stored in millionths, so sums are exact.
	Value float64
	// Currency is the code of a currency by ISO 4217, as in "EUR", or empty.
	Currency string
	// FormResponses are what the visitor filled in, as JSON. nil means none.
	FormResponses json.RawMessage
	// Properties are further facts, as JSON. nil means none. Together with
	// FormResponses they have at most 8,192 bytes without white space.
	Properties json.RawMessage
}

const (
	// MaxConversionValue is the greatest value of a conversion.
	MaxConversionValue = 1e12
	maxKind            = 64
	maxConversionJSON  = 8192
)

// Check returns a *[routing.FieldError] for each of Kind, Value, Currency, FormResponses and
// Properties that is not as described, joined.
func (f *ConversionFacts) Check() error {
	var faults []error
	wrong := func(field, format string, args ...any) {
		faults = append(faults, &routing.FieldError{Field: field, Reason: fmt.Sprintf(format, args...)})
	}
	if f.Kind == "" || len(f.Kind) > maxKind || strings.Trim(f.Kind, "abcdefghijklmnopqrstuvwxyz0123456789._-") != "" {
		wrong("Kind", "must have 1 to %d of the characters a-z, 0-9, ., _ and -", maxKind)
	}
	if !(f.Value >= 0 && f.Value <= MaxConversionValue) { // also for NaN
		wrong("Value", "is %v, but must be from 0 to %g", f.Value, MaxConversionValue)
	}
	if f.Currency != "" && (len(f.Currency) != 3 || strings.Trim(f.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		wrong("Currency", "must have three capital letters")
	}
	responses, first := compactJSON("FormResponses", f.FormResponses)
	properties, second := compactJSON("Properties", f.Properties)
	if len(responses)+len(properties) > maxConversionJSON {
		wrong("Properties", "must have at most %d bytes together with FormResponses", maxConversionJSON)
	}
	return errors.Join(append(faults, first, second)...)
}

// Stored returns the facts as they are stored: Value is rounded to millionths, and the
// JSON is without white space and in memory of its own. The facts must pass
// [ConversionFacts.Check].
func (f ConversionFacts) Stored() ConversionFacts {
	f.Value = math.Round(f.Value*1e6) / 1e6
	f.FormResponses, _ = compactJSON("", f.FormResponses)
	f.Properties, _ = compactJSON("", f.Properties)
	return f
}

// compactJSON returns JSON without white space. Bytes that are not UTF-8 are an error,
// and so is what is not JSON.
func compactJSON(field string, text json.RawMessage) (json.RawMessage, error) {
	if len(text) == 0 {
		return nil, nil
	}
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil || !utf8.Valid(text) {
		return nil, &routing.FieldError{Field: field, Reason: "is not JSON in UTF-8"}
	}
	return b.Bytes(), nil
}
