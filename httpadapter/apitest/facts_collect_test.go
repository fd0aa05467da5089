package apitest

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// areas are the tags of the operations whose facts are kept.
var areas = []string{"Links", "Tags", "Workspace Tokens", "Custom Domains", "Directories", "QR Code Designs", "QR Code Templates", "Workflow Steps", "Analytics Data", "Workspace Metrics", "Time Series"}

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
