// Package tenanttest attacks the APIs of httpadapter: a workspace tries every operation
// with what another one has.
package tenanttest

import (
	"slices"
	"strings"
)

// Attempt is a request of the attacker: its target, a path with a query, then its body,
// JSON or nothing, then its Idempotency-Key, if it has one. Names in braces, such as
// {id}, stand for what the victim has, or for what nobody has; see [World].
type Attempt [3]string

// filled returns a text with the values in place of their names in braces.
func filled(text string, values map[string]string) string {
	for name, value := range values {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// crossed returns the attempts with each of the names in place of each other.
func crossed(tries []Attempt, names []string) []Attempt {
	list := slices.Clone(tries)
	for _, a := range tries {
		for _, from := range names {
			for _, to := range names {
				put := func(s string) string { return strings.ReplaceAll(s, "{"+from+"}", "{"+to+"}") }
				if other := (Attempt{put(a[0]), put(a[1]), put(a[2])}); other != a {
					list = append(list, other)
				}
			}
		}
	}
	return list
}
