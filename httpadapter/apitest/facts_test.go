package apitest

import (
	"bytes"
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"
)

// fact is what the published descriptions say about a field of a component, or about
// the body, the answer or a parameter of an operation.
type fact struct {
	of       string // a component, or an operation as in "GET /v1/links"
	place    string // "field", "body", "answer" or "query"
	name     string // of a field or parameter
	kind     string // a JSON type with its format, or "#" and a component; "[]" and "*" stand before what lists and maps have
	required string // "required" or ""
	enum     string // the values, separated by commas
	versions string // of the descriptions, separated by commas
}

func (f fact) line() string {
	return strings.Join([]string{f.of, f.place, f.name, f.kind, f.required, f.enum, f.versions}, "\t")
}

const factsFile = "testdata/published.tsv"

// readFacts reads the committed table.
func readFacts(t *testing.T) []fact {
	t.Helper()
	content, err := os.ReadFile(factsFile)
	if err != nil {
		t.Fatal(err)
	}
	var list []fact
	for line := range strings.Lines(string(content)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 7 {
			t.Fatalf("%s: a line with %d cells", factsFile, len(cells))
		}
		list = append(list, fact{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]})
	}
	return list
}

// merged joins facts that several versions have, and sorts them.
func merged(facts []fact) []fact {
	versions := map[fact]string{}
	for _, f := range facts {
		key := f
		key.versions = ""
		versions[key] = strings.TrimPrefix(versions[key]+","+f.versions, ",")
	}
	var list []fact
	for f, all := range versions {
		f.versions = all
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b fact) int { return cmp.Compare(a.line(), b.line()) })
	return list
}

func TestPublishedFactsAreThoseOfTheDescriptions(t *testing.T) {
	var facts []fact
	for _, document := range published(t, publishedFolder(t)) {
		facts = append(facts, factsOf(document)...)
	}
	var table bytes.Buffer
	for _, f := range merged(facts) {
		table.WriteString(f.line() + "\n")
	}
	sameFile(t, factsFile, table.Bytes())
}
