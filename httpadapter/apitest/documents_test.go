package apitest

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/httpadapter"
)

// row is a row of a table of operations: | `GET, POST /v1/links` | served | …
var row = regexp.MustCompile("(?m)^\\| `([A-Z, ]+) (/[^` ]*)` \\| (served|501) \\|")

// TestTheTableOfOperationsIsThatOfTheRoutes compares docs/linkbreakers.md with what is
// served and what is refused.
func TestTheTableOfOperationsIsThatOfTheRoutes(t *testing.T) {
	document, err := os.ReadFile("../../docs/linkbreakers.md")
	if err != nil {
		t.Fatal(err)
	}
	sv := newServer(t, 100_000)
	want := map[string]string{}
	for _, route := range sv.apis[linkbreakersAt].Routes(sv.shortener) {
		want[route.Method+" "+route.Path] = sv.state(route)
	}
	for _, cells := range row.FindAllStringSubmatch(string(document), -1) {
		for _, method := range methods(cells[1]) {
			name := method + " " + cells[2]
			if want[name] != cells[3] {
				t.Errorf("%s is %q, not %q", name, want[name], cells[3])
			}
			delete(want, name)
		}
	}
	for _, name := range sortedKeys(want) {
		t.Errorf("%s is %s and not in the table", name, want[name])
	}
}

func (sv *server) state(route httpadapter.Route) string {
	if sv.serves(route) {
		return "served"
	}
	return "501"
}

// methods reads a list of methods. ANY stands for all of them.
func methods(text string) []string {
	list := strings.Split(text, ", ")
	if slices.Equal(list, []string{"ANY"}) {
		return []string{"GET", "POST", "PUT", "PATCH", "DELETE"}
	}
	return list
}
