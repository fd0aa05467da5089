package analytics_test

import (
	"encoding"
	"errors"
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/routing"
)

// TestNamesAreReadAsTheyAreWritten is about every value of the closed lists.
func TestNamesAreReadAsTheyAreWritten(t *testing.T) {
	type named interface {
		encoding.TextMarshaler
		fmt.Stringer
	}
	for value, read := range map[named]encoding.TextUnmarshaler{
		analytics.Blocked: new(analytics.Class), analytics.Internal: new(analytics.Class), analytics.Human: new(analytics.Class),
		analytics.ByCountry: new(analytics.Dimension), analytics.ByPlacement: new(analytics.Dimension),
		analytics.Granularity(0): new(analytics.Granularity), analytics.Monthly: new(analytics.Granularity),
	} {
		text, err := value.MarshalText()
		if err != nil || string(text) != value.String() {
			t.Fatalf("%v is %q, %v", value, text, err)
		}
		if err := read.UnmarshalText(text); err != nil || fmt.Sprint(read) != string(text) {
			t.Errorf("%q is read as %v, %v", text, read, err)
		}
		for _, wrong := range []string{"", "unknown", "Human", "countries"} {
			var bad *routing.FieldError
			if err := read.UnmarshalText([]byte(wrong)); !errors.As(err, &bad) {
				t.Errorf("%T reads %q: %v", read, wrong, err)
			}
		}
	}
}
