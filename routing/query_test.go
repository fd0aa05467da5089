package routing_test

import (
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// decode decodes a name or value slowly.
func decode(raw string) (text string) {
	for raw != "" {
		var n byte
		switch digits := "0123456789abcdef"; {
		case raw[0] == '+':
			text, raw = text+" ", raw[1:]
			continue
		case len(raw) > 2 && raw[0] == '%' && strings.ContainsAny(strings.ToLower(raw[1:2]), digits) && strings.ContainsAny(strings.ToLower(raw[2:3]), digits):
			n = byte(strings.Index(digits, strings.ToLower(raw[1:2]))<<4 | strings.Index(digits, strings.ToLower(raw[2:3])))
			text, raw = text+string([]byte{n}), raw[3:]
			continue
		}
		text, raw = text+raw[:1], raw[1:]
	}
	return text
}

// FuzzQuery compares the table, which reads a query once for all clauses, with a
// search for each.
func FuzzQuery(f *testing.F) {
	f.Add("a", "1", "a=2&%61=1")
	f.Add("a b", "", "a+b=&a%20b")
	f.Add("a", "b=c", "a%3Db=c&a=b%3Dc")
	f.Fuzz(func(t *testing.T, name, value, query string) {
		present, equal := clause("query", name), clause("query", name+"="+value)
		equal.ID = "y"
		table, err := routing.Compile([]routing.Rule{equal, present}, nil)
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if err != nil || strings.Contains(name, "=") || len(query) > 8192 || strings.Count(query, "&") > 255 {
			return
		}
		want := -1
		for raw := range strings.SplitSeq(query, "&") {
			sent, is, _ := strings.Cut(raw, "=")
			switch {
			case decode(sent) != name:
			case decode(is) == value:
				want = 0
			case want < 0:
				want = 1
			}
		}
		if got := table.Route(&routing.Visit{Query: query}).Rule; got != want {
			t.Fatalf("%q=%q in %q: rule %d, want %d", name, value, query, got, want)
		}
	})
}
