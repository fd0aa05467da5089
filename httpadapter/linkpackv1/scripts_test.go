package linkpackv1_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
)

func TestScriptsAreSentInThreeForms(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	for sent, want := range map[string]string{
		`"a()"`:                     `[{"content":"a()","position":"head"}]`,
		`["a()","https://x.test/"]`: `[{"content":"a()","position":"head"},{"content":"https://x.test/","position":"head"}]`,
		`[{"content":"a()","position":"body"},"b()"]`: `[{"content":"a()","position":"body"},{"content":"b()","position":"head"}]`,
		`[{"content":"a()"}]`:                         `[{"content":"a()","position":"head"}]`,
		`[]`:                                          `[]`, `null`: `[]`,
	} {
		made := sv.ok(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","retargeting_scripts":`+sent+`}`)
		link := sv.ok(t, "GET", "/api/v1/link/"+made["id"].(string), "")
		got, err := json.Marshal(link["retargeting_scripts"])
		if err != nil || string(got) != want {
			t.Errorf("%s: the link has %s, want %s", sent, got, want)
		}
	}
}

func TestWrongScriptsAreNamed(t *testing.T) {
	sv := newServer(t, &linkpackv1.Options{Limit: httpadapter.Limit{Requests: 1000}})
	for sent, field := range map[string]string{
		`5`:                      "retargeting_scripts",
		`{"content":"a()"}`:      "retargeting_scripts",
		`[5]`:                    "retargeting_scripts[0]",
		`["a()",["b()"]]`:        "retargeting_scripts[1]",
		`""`:                     "retargeting_scripts[0].content",
		`["a()",""]`:             "retargeting_scripts[1].content",
		`["a()",{"text":"b()"}]`: "retargeting_scripts[1].text",
		`[{"content":5}]`:        "retargeting_scripts[0].content",
	} {
		status, message, fields := sv.refused(t, "POST", "/api/v1/shorten", `{"longUrl":"https://example.com/","retargeting_scripts":`+sent+`}`)
		if status != http.StatusBadRequest || !slices.Equal(fields, []string{field}) {
			t.Errorf("%s: answered %d %q, naming %q, want %q", sent, status, message, fields, field)
		}
	}
}
