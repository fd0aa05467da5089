package jsv_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4/internal/jsv"
)

type (
	object = map[string]any
	list   = []any
)

func TestDecode(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want any
	}{
		"nothing is null":                    {"", nil},
		"a string":                           {"geni.us", "geni.us"},
		"a string alone holds everything":    {"a,b:c}d]", "a,b:c}d]"},
		"a quoted string":                    {`"a,b"`, "a,b"},
		"a doubled quote":                    {`"say ""a"""`, `say "a"`},
		"the empty string":                   {`""`, ""},
		"an empty map":                       {"{}", object{}},
		"an empty list":                      {"[]", list{}},
		"a map":                              {"{domain:geni.us,code:abc}", object{"domain": "geni.us", "code": "abc"}},
		"a value with colons without quotes": {"{url:https://a.example/?b:c}", object{"url": "https://a.example/?b:c"}},
		"a value with colons in quotes":      {`{url:"https://a.example/"}`, object{"url": "https://a.example/"}},
		"a date":                             {"{at:0001-01-01T10:20:30Z}", object{"at": "0001-01-01T10:20:30Z"}},
		"null in a map":                      {"{a:,b:}", object{"a": nil, "b": nil}},
		"null in a list":                     {"[,a]", list{nil, "a"}},
		"a list in a map in a list":          {"[{a:[b,c]},d]", list{object{"a": list{"b", "c"}}, "d"}},
		"whitespace belongs to values":       {"{ a: b }", object{" a": " b "}},
		"booleans and numbers are strings":   {"[True,false,1.50]", list{"True", "false", "1.50"}},
		"a quote inside a string":            {`{a:b"c}`, object{"a": `b"c`}},
		"a quoted key":                       {`{"a,b":c}`, object{"a,b": "c"}},
		"lines in quotes":                    {"[\"a\r\nb\"]", list{"a\r\nb"}},
		"not ASCII":                          {"{käse:日本}", object{"käse": "日本"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := jsv.Decode(test.text)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %#v, %v, want %#v", got, err, test.want)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"an open map":               "{a:b",
		"an open list":              "[a,b",
		"an open quote":             `{a:"b}`,
		"a map without a value":     "{a}",
		"a key without a name":      "{:a}",
		"a comma without a member":  "{a:b,}",
		"text after a map":          "{a:b}c",
		"text after a quote":        `["a"b]`,
		"text after a lone quote":   `"a"b`,
		"a repeated key":            "{a:b,a:c}",
		"a map as a key":            "{{a:b}:c}",
		"the end of another":        "[a}",
		"invalid UTF-8":             "\xff",
		"too many lists":            strings.Repeat("[", 33) + strings.Repeat("]", 33),
		"very many lists, all open": strings.Repeat("[", 1<<20),
		"very many maps, all open":  strings.Repeat("{a:", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			if v, err := jsv.Decode(text); !errors.Is(err, jsv.ErrSyntax) || len(err.Error()) > 200 {
				t.Errorf("got %v, %v", v, err)
			}
		})
	}
	if _, err := jsv.Decode(strings.Repeat("[", 32) + strings.Repeat("]", 32)); err != nil {
		t.Errorf("32 lists: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"", "{a:b,c:[d,,\"e,f\"]}", `"say ""a"""`, "{url:https://a.example/}", "[[],{}]", "{a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := jsv.Decode(text)
		if err != nil {
			if !errors.Is(err, jsv.ErrSyntax) {
				t.Fatalf("error %v", err)
			}
			return
		}
		written := jsv.Append(nil, value)
		again, err := jsv.Decode(string(written))
		if err != nil || !reflect.DeepEqual(again, withoutNull(value)) {
			t.Errorf("%#v became %q and then %#v, %v", value, written, again, err)
		}
	})
}

// withoutNull removes the members of maps that are null, which have no text.
func withoutNull(value any) any {
	switch v := value.(type) {
	case object:
		kept := object{}
		for name, member := range v {
			if member != nil {
				kept[name] = withoutNull(member)
			}
		}
		return kept
	case list:
		kept := list{}
		for _, element := range v {
			kept = append(kept, withoutNull(element))
		}
		return kept
	default:
		return value
	}
}
