package linkpack_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func TestInvalidAttributesAreRefusedByName(t *testing.T) {
	p := newPeople(t)
	lbid := p.click("")
	many := make(attributes)
	for n := range 101 {
		many[fmt.Sprint(n)] = "x"
	}
	for field, known := range map[string]attributes{
		"attributes":                                   many,
		"attributes[$email]":                           mail("ada at example.com"),
		"attributes[$email] of a name":                 mail("Ada <ada@example.com>"),
		"attributes[$email] of a number":               {"$email": 7},
		"attributes[$email] that is long":              mail(strings.Repeat("a", 250) + "@b.de"),
		"attributes[$emails]":                          {"$emails": "x"},
		"attributes[$phone]":                           {"$phone": true},
		"attributes[nested]":                           {"nested": map[string]any{"a": 1}},
		"attributes[list]":                             {"list": []any{1}},
		"attributes[raw]":                              {"raw": json.RawMessage("{}")},
		"attributes[nan]":                              {"nan": math.NaN()},
		"attributes[infinite]":                         {"infinite": math.Inf(1)},
		"attributes[huge]":                             {"huge": json.Number("1e999")},
		"attributes[long]":                             {"long": strings.Repeat("ü", 1001)},
		"attributes[bytes]":                            {"bytes": "\xff"},
		"attributes[control]":                          {"control": "a\x00b"},
		"attributes[date]":                             {"date": time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"attributes of no key":                         {"": "x"},
		"attributes[" + strings.Repeat("k", 40) + "…]": {strings.Repeat("k", 101): "x"},
	} {
		name, _, _ := strings.Cut(field, " ")
		t.Run(field, func(t *testing.T) {
			_, _, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid, Attributes: known})
			if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != name {
				t.Errorf("%v, want a FieldError of %s", err, name)
			}
		})
	}
	delete(many, "0")
	p.identify(lbid, many)
	_, _, err := p.IdentifyVisitor(t.Context(), linkpack.Identification{Click: lbid, Attributes: attributes{"1": "new", "one": "more"}})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "attributes" {
		t.Errorf("the 101st: %v", err)
	}
	if v := p.identify(lbid, attributes{"1": nil, "one": "more"}); len(v.Attributes) != 100 {
		t.Errorf("%d attributes", len(v.Attributes))
	}
}
