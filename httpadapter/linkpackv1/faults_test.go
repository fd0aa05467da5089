package linkpackv1_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter/linkpackv1"
)

func TestAnAnswerDoesNotNameEachOfVeryManyFields(t *testing.T) {
	strict, lenient := newServer(t, nil), newServer(t, &linkpackv1.Options{AllowUnknownFields: true})
	many := func(list func(i int) string) string {
		var b strings.Builder
		for i := range 20_000 {
			b.WriteString("," + list(i))
		}
		return b.String()
	}
	spelt := func(i int) string { // "name", in many ways
		return fmt.Sprintf(`"n%sa%sm%se":0`, strings.Repeat("_", i%30), strings.Repeat("_", i/30%30), strings.Repeat("_", i/900+1))
	}
	for name, body := range map[string]string{
		"fields":  `{"longUrl":"https://example.com/"` + many(func(i int) string { return fmt.Sprintf(`"x%d":0`, i) }) + `}`,
		"spelt":   `{"longUrl":"https://example.com/"` + many(spelt) + `}`,
		"rules":   `{"longUrl":"https://example.com/","traffic_routing":[{}` + many(func(int) string { return `{"x":0}` }) + `]}`,
		"clauses": `{"longUrl":"https://example.com/","traffic_routing":[{"clauses":[{}` + many(func(int) string { return `{"x":0}` }) + `]}]}`,
	} {
		sv := strict
		if name == "spelt" {
			sv = lenient
		}
		status, _, fields := sv.refused(t, "POST", "/api/v1/shorten", body)
		if status != http.StatusBadRequest || len(fields) == 0 || len(fields) > 100 {
			t.Errorf("%s: answered %d about %d fields", name, status, len(fields))
		}
	}
}
