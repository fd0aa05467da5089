package routing

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// builtin is a condition that clauses can name.
type builtin struct {
	name string
	// zoned says that the result depends on the time zone.
	zoned bool
	// parse checks a clause's value and returns the test for it.
	parse func(value string, in *scope) (matcher, error)
	// doubt says why no visit has an entry of the value's list, or "". It is nil if
	// parse refuses all such entries.
	doubt func(entry string) string
}

// scope is what the clauses of a table share while they are parsed.
type scope struct {
	zone    *time.Location
	index   *index
	entries int // how many entries lists have had so far
}

// list splits a comma list like [list] and counts its entries.
func (s *scope) list(value string) ([]string, error) {
	entries, err := list(value)
	s.entries += len(entries)
	return entries, err
}

// matcher tests one fact of a visit.
type matcher interface {
	match(*Visit) bool
	// fact returns the fact that is tested, for people to read.
	fact(*Visit) string
	// canonical returns the value in a form that all values of the same meaning
	// share.
	canonical() string
	// covers reports whether every visit that matches the other matcher also
	// matches this one. Both are of the same condition.
	covers(other matcher) bool
	// excludes reports whether certainly no visit matches both matchers, which
	// are of the same condition.
	excludes(other matcher) bool
}

// tautology is a matcher that may match every visit.
type tautology interface{ matchesAll() bool }

// builtins lists the built-in conditions. To add one, write a file for it, a
// line here and a constructor in clause.go.
func builtins() []builtin {
	return []builtin{
		{name: "geo", parse: parseGeo},
		{name: "device", parse: parseDevice},
		{name: "referer", parse: parseReferer, doubt: doubtReferer},
		{name: "time", parse: parseTime, zoned: true},
		{name: "weekday", parse: parseWeekday, zoned: true},
		{name: "date", parse: parseDate, zoned: true},
		{name: "continent", parse: parseContinent},
		{name: "region", parse: parseRegion},
		{name: "city", parse: parseCity, doubt: doubtCity},
		{name: "os", parse: parseOS, doubt: doubtOS},
		{name: "browser", parse: parseBrowser, doubt: doubtBrowser},
		{name: "language", parse: parseLanguage, doubt: doubtLanguage},
		{name: "query", parse: parseQuery},
		{name: "header", parse: parseHeader},
		{name: "cookie", parse: parseCookie},
		{name: "ip", parse: parseIP},
		{name: "visitor", parse: parseVisitor},
		{name: percentage, parse: parsePercentage},
	}
}

// vocabulary holds the conditions that clauses can name, by name.
type vocabulary map[string]builtin

func newVocabulary() vocabulary {
	words := vocabulary{}
	for _, c := range builtins() {
		words[c.name] = c
	}
	return words
}

// names lists the conditions, sorted.
func (v vocabulary) names() string {
	return strings.Join(slices.Sorted(maps.Keys(v)), ", ")
}

// test returns the test for a clause's value.
func (b builtin) test(value string, in *scope) (matcher, error) {
	if len(value) > maxValue {
		return nil, fmt.Errorf("has %d bytes, the most is %d", len(value), maxValue)
	}
	return b.parse(value, in)
}
