package httpadapter_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/httpadapter"
)

func TestReadFieldNamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		raw    string
		target any
		want   string
	}{
		"a number for a text":      {`1`, new(string), "field: must be a string, not number"},
		"a number in a list":       {`["a",1]`, new([]string), "field[1]: must be a string, not number"},
		"text for a list":          {`"a"`, new([]string), "field: must be an array, not string"},
		"a list in a map":          {`{"a":"b","c":[]}`, new(map[string]string), "field[c]: must be a string, not array"},
		"the first by name":        {`{"b":1,"a":1}`, new(map[string]string), "field[a]: must be a string, not number"},
		"a list for a map":         {`[]`, new(map[string]string), "field: must be an object, not array"},
		"a date for a time":        {`"2026-01-31"`, new(time.Time), "field: must be a time as in 2026-01-31T09:00:00Z"},
		"a number in a structure":  {`{"text":1}`, new(echoed), "field.text: must be a string, not number"},
		"a number in its own list": {`{"list":[1]}`, new(echoed), "field.list: must be a string, not number"},
		"a text among structures":  {`[{},"a"]`, new([]echoed), "field[1]: must be an object, not string"},
		"a field of the second":    {`[{},{"text":1}]`, new([]echoed), "field[1].text: must be a string, not number"},
		"less than nothing":        {`-1`, new(uint8), "field: must be a whole number from 0 to 255, not number -1"},
		"more than there can be":   {`4294967296`, new(uint32), "field: must be a whole number from 0 to 4294967295, not number 4294967296"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := httpadapter.ReadField("field", json.RawMessage(c.raw), c.target); err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestReadFieldReadsListsAndMaps(t *testing.T) {
	list, texts := []string{"old"}, map[string]string{"old": ""}
	for raw, target := range map[string]any{`["a",null]`: &list, `{"a":"b","c":null}`: &texts} {
		if err := httpadapter.ReadField("field", json.RawMessage(raw), target); err != nil {
			t.Error(err)
		}
	}
	if !slices.Equal(list, []string{"a", ""}) || !maps.Equal(texts, map[string]string{"a": "b", "c": ""}) {
		t.Errorf("read %q and %q", list, texts)
	}
	if err := httpadapter.ReadField("field", json.RawMessage(`null`), &list); err != nil || len(list) != 2 {
		t.Errorf("null made it %q, %v", list, err)
	}
}
