package jsv_test

import (
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/geniuslinkv4/internal/jsv"
)

type date string

func (d date) JSV() string { return string(d) }

type link struct {
	URL     string            `json:"destinationUrl"`
	Clicks  float64           `json:"totalClicks"`
	TSID    *uint32           `json:"tsid,omitempty"`
	Created date              `json:"createdUtc"`
	Genius  bool              `json:"isGenius"`
	Aliases []alias           `json:"aliases"`
	Notes   *string           `json:"notes"`
	Meta    map[string]string `json:"meta,omitempty"`
	Hidden  string            `json:"-"`
}

type alias struct {
	Code string `json:"code"`
}

func TestAppend(t *testing.T) {
	seven, note := uint32(7), "a \"b\""
	for name, test := range map[string]struct {
		value any
		want  string
	}{
		"null":                       {nil, ""},
		"a string":                   {"a b", "a b"},
		"the empty string":           {"", `""`},
		"a string with quotes":       {`a"b`, `"a""b"`},
		"a string with a comma":      {"a,b", `"a,b"`},
		"a string with a colon":      {"https://a.example", `"https://a.example"`},
		"a string with a line break": {"a\nb", "\"a\nb\""},
		"true":                       {true, "True"},
		"false":                      {false, "False"},
		"numbers":                    {[]any{-1, uint8(2), 1.5, 1e21}, "[-1,2,1.5,1000000000000000000000]"},
		"null in a list":             {[]any{nil, "a"}, "[,a]"},
		"a list that is empty":       {[]string{}, "[]"},
		"a list that is null":        {[]string(nil), ""},
		"a map, sorted":              {map[string]any{"b": 1, "a": nil, "c": "x:y"}, `{b:1,c:"x:y"}`},
		"a struct, null left out": {
			link{URL: "https://a.example", Clicks: 2, Created: "0001-01-01T00:00:00Z", Hidden: "secret"},
			`{destinationUrl:"https://a.example",totalClicks:2,createdUtc:0001-01-01T00:00:00Z,isGenius:False}`,
		},
		"a whole struct": {
			&link{TSID: &seven, Aliases: []alias{{"a"}, {"b"}}, Notes: &note, Meta: map[string]string{"k": "v"}},
			`{destinationUrl:"",totalClicks:0,tsid:7,createdUtc:,isGenius:False,aliases:[{code:a},{code:b}],notes:"a ""b""",meta:{k:v}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(jsv.Append(nil, test.value)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
