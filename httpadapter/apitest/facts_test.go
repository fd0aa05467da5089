package apitest

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
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

// publishedFolder returns the folder of the published descriptions. It skips the test
// if there is none.
func publishedFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("LINKBREAKERS_OPENAPI")
	if folder == "" {
		t.Skip("LINKBREAKERS_OPENAPI does not name the folder of the published descriptions")
	}
	return folder
}

// published are the published descriptions in a folder, oldest version first.
func published(t *testing.T, folder string) []object {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "linkbreakers-*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no descriptions: %v", folder, err)
	}
	list := make([]object, len(files))
	for i, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(content, &list[i]); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	slices.SortFunc(list, func(a, b object) int { return cmp.Compare(release(a), release(b)) })
	return list
}

// object is a part of a description.
type object map[string]any

// at returns an inner object, or nil.
func (o object) at(keys ...string) object {
	for _, key := range keys {
		o, _ = o[key].(object)
	}
	return o
}

func (o object) text(key string) string { text, _ := o[key].(string); return text }

func version(document object) string { return document.at("info").text("version") }

// release returns a number that grows with the version.
func release(document object) (n int) {
	for word := range strings.SplitSeq(version(document), ".") {
		var part int
		fmt.Sscan(word, &part)
		n = n*1000 + part
	}
	return n
}

// areas are the tags of the operations whose facts are kept.
var areas = []string{"Links", "Tags", "Workspace Tokens", "Custom Domains", "Directories", "QR Code Designs", "QR Code Templates", "Workflow Steps"}

// factsOf returns the facts of a description about the operations in areas, and about
// the components that these use.
func factsOf(document object) []fact {
	c := collector{components: document.at("components", "schemas"), version: version(document), known: map[string]bool{}}
	for at, item := range document.at("paths") {
		for method, operation := range item.(object) {
			o, isOperation := operation.(object)
			tags, _ := o["tags"].([]any)
			if isOperation && slices.ContainsFunc(tags, func(tag any) bool { return slices.Contains(areas, tag.(string)) }) {
				c.operation(strings.ToUpper(method)+" "+at, o)
			}
		}
	}
	c.component("ErrorResponse")
	return c.facts
}

type collector struct {
	components object
	version    string
	known      map[string]bool
	facts      []fact
}

func (c *collector) operation(name string, o object) {
	for _, entry := range list(o["parameters"]) {
		if entry.text("in") == "query" {
			kind, enum := c.kind(entry.at("schema"))
			c.add(fact{of: name, place: "query", name: entry.text("name"), kind: kind, required: required(entry["required"] == true), enum: enum})
		}
	}
	if schema := o.at("requestBody", "content", "application/json", "schema"); schema != nil {
		kind, _ := c.kind(schema)
		c.add(fact{of: name, place: "body", kind: kind})
	}
	if schema := o.at("responses", "200", "content", "application/json", "schema"); schema != nil {
		kind, _ := c.kind(schema)
		c.add(fact{of: name, place: "answer", kind: kind})
	}
}

// component adds the fields of a component, once.
func (c *collector) component(name string) {
	if c.known[name] {
		return
	}
	c.known[name] = true
	o := c.components.at(name)
	needed, _ := o["required"].([]any)
	for field, schema := range o.at("properties") {
		kind, enum := c.kind(schema.(object))
		c.add(fact{of: name, place: "field", name: field, kind: kind, required: required(slices.Contains(needed, any(field))), enum: enum})
	}
}

func (c *collector) add(f fact) {
	f.versions = c.version
	c.facts = append(c.facts, f)
}

// kind returns the kind of a schema and its values.
func (c *collector) kind(o object) (kind, enum string) {
	if ref := o.text("$ref"); ref != "" {
		name := path.Base(ref)
		if values := c.components.at(name)["enum"]; values != nil {
			return c.kind(c.components.at(name))
		}
		c.component(name)
		return "#" + name, ""
	}
	if all := list(o["allOf"]); len(all) > 0 {
		return c.kind(all[0])
	}
	values, _ := o["enum"].([]any)
	for i, value := range values {
		if i > 0 {
			enum += ","
		}
		enum += fmt.Sprint(value)
	}
	if items := o.at("items"); items != nil {
		kind, enum = c.kind(items)
		return "[]" + kind, enum
	}
	if more := o.at("additionalProperties"); more != nil {
		kind, enum = c.kind(more)
		return "*" + kind, enum
	}
	kind = cmp.Or(o.text("type"), "any")
	if format := o.text("format"); format != "" {
		kind += ":" + format
	}
	return kind, enum
}

func required(yes bool) string {
	if yes {
		return "required"
	}
	return ""
}

// list returns a list of objects.
func list(v any) []object {
	var objects []object
	items, _ := v.([]any)
	for _, item := range items {
		o, _ := item.(object)
		objects = append(objects, o)
	}
	return objects
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
