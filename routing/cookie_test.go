package routing_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

func FuzzCookie(f *testing.F) {
	f.Add("a", "1", `a=1; b="2"`)
	f.Add("session", "", "session=; session")
	f.Add("q", "x y", `q="x y`)
	f.Fuzz(func(t *testing.T, name, value, header string) {
		present, equal := clause("cookie", name), clause("cookie", name+"="+value)
		equal.ID = "y"
		table, err := routing.Compile([]routing.Rule{equal, present}, nil)
		if err != nil || strings.Contains(name, "=") || value != strings.TrimSpace(value) {
			return
		}
		name = strings.TrimSpace(name)
		route := func(cookies string) int {
			return table.Route(&routing.Visit{Header: http.Header{"Cookie": {cookies}}}).Rule
		}
		if route(header) >= 0 && !strings.Contains(header, name+"=") && !strings.Contains(header, name+" ") && !strings.Contains(header, name+"\t") {
			t.Fatalf("found the cookie %q in %q", name, header)
		}
		// A cookie that is sent the way net/http sends it is found.
		cookie := &http.Cookie{Name: name, Value: value}
		if cookie.Valid() == nil && len(cookie.String()) < 8000 && route("x.y=z; "+cookie.String()) != 0 && name != "x.y" {
			t.Fatalf("did not find %q", cookie)
		}
	})
}
