package httpadapter_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
)

// echoed is a body with a field of each kind.
type echoed struct {
	Text  string            `json:"text"`
	Whole int               `json:"whole"`
	Part  float64           `json:"part"`
	Flag  bool              `json:"flag"`
	List  []string          `json:"list"`
	Map   map[string]string `json:"map"`
	Inner struct {
		Text *string `json:"text"`
	} `json:"inner"`
}

func echo(w http.ResponseWriter, r *http.Request, _ linkpack.Principal) error {
	var body echoed
	if err := httpadapter.ReadJSON(r, &body); err != nil {
		return err
	}
	return httpadapter.WriteJSON(w, http.StatusOK, body)
}

func TestBodies(t *testing.T) {
	h := newAPI(t, httpadapter.Options{MaxBody: 100}, route("POST", "/api/echo", echo))
	for name, c := range map[string]struct {
		body, contentType string
		status            int
		message           string
	}{
		"an object":             {`{"text":"a"}`, "application/json", 200, ""},
		"no Content-Type":       {`{}`, "", 200, ""},
		"UTF-8, spelled":        {`{}`, "Application/JSON; charset=UTF-8", 200, ""},
		"unknown fields":        {`{"nothing":1}`, "", 200, ""},
		"space around":          {" \n{}\t", "", 200, ""},
		"a form":                {`a=b`, "application/x-www-form-urlencoded", 415, "the Content-Type must be application/json"},
		"another charset":       {`{}`, "application/json; charset=latin1", 415, "the Content-Type must be application/json"},
		"a malformed type":      {`{}`, "application/json;;", 415, "the Content-Type must be application/json"},
		"no body":               {``, "", 400, "the body is empty, JSON is expected"},
		"only space":            {"  ", "", 400, "the body is empty, JSON is expected"},
		"not JSON":              {`longUrl`, "", 400, "the body is not valid JSON: invalid character 'l' looking for beginning of value, at byte 1 of 7"},
		"truncated":             {`{"text":"a`, "", 400, "the body is not valid JSON: it ends too early"},
		"trailing data":         {`{} {}`, "", 400, "the body has more after its JSON value, at byte 4"},
		"not UTF-8":             {"{\"text\":\"\xff\"}", "", 400, "the body is not valid UTF-8"},
		"as large as allowed":   {`{"text":"` + strings.Repeat("a", 89) + `"}`, "", 200, ""},
		"too large":             {`{"text":"` + strings.Repeat("a", 90) + `"}`, "", 413, "the body is larger than 100 bytes"},
		"null":                  {` null `, "", 400, "the body must be an object, not null"},
		"not an object":         {`[1]`, "", 400, "the body must be an object, not array"},
		"a number for text":     {`{"text":1}`, "", 400, "text: must be a string, not number"},
		"text for a number":     {`{"whole":"1"}`, "", 400, "whole: must be a whole number, not string"},
		"a part for a whole":    {`{"whole":1.5}`, "", 400, "whole: must be a whole number, not number 1.5"},
		"text for a part":       {`{"part":"1"}`, "", 400, "part: must be a number, not string"},
		"text for a flag":       {`{"flag":"yes"}`, "", 400, "flag: must be true or false, not string"},
		"an object for a list":  {`{"list":{}}`, "", 400, "list: must be an array, not object"},
		"a list for an object":  {`{"map":[]}`, "", 400, "map: must be an object, not array"},
		"a field of an object":  {`{"inner":{"text":[]}}`, "", 400, "inner.text: must be a string, not array"},
		"deeper than is decent": {strings.Repeat("[", 50), "", 400, "the body is not valid JSON: it ends too early"},
	} {
		t.Run(name, func(t *testing.T) {
			var headers []string
			if c.contentType != "" {
				headers = append(headers, "Content-Type: "+c.contentType)
			}
			answer, body := call(h, "POST", "/api/echo", c.body, headers...)
			if answer.StatusCode != c.status {
				t.Errorf("status is %d, want %d: %s", answer.StatusCode, c.status, body)
			}
			if c.status != 200 && message(t, body) != c.message {
				t.Errorf("message is %q, want %q", message(t, body), c.message)
			}
		})
	}
}

func FuzzReadJSON(f *testing.F) {
	for _, seed := range []string{`{}`, `{"text":"a","whole":1,"list":["x"]}`, `{"inner":{"text":null}}`, `[`, `null`, "\xff", `{"whole":1e400}`} {
		f.Add(seed, "application/json")
	}
	h := newAPI(f, httpadapter.Options{MaxBody: 1000}, route("POST", "/api/echo", echo))
	f.Fuzz(func(t *testing.T, body, contentType string) {
		answer, _ := call(h, "POST", "/api/echo", body, "Content-Type: "+contentType)
		if answer.StatusCode >= 500 {
			t.Errorf("status is %d", answer.StatusCode)
		}
	})
}
