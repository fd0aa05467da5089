package routing

import (
	"errors"
	"strings"
)

// absent is the fact of a visit without the parameter, header or cookie.
const absent = "absent"

// pair is a key and the value to look for, or any value.
type pair struct {
	key, value string
	any        bool
}

// parsePair parses "key" or "key=value".
func parsePair(text string) (pair, error) {
	key, value, valued := strings.Cut(text, "=")
	p := pair{strings.TrimSpace(key), strings.TrimSpace(value), !valued}
	if p.key == "" {
		return p, errors.New("has no key; use key or key=value")
	}
	return p, nil
}

// isToken reports whether name is a valid name of a header or cookie (RFC 9110,
// section 5.6.2).
func isToken(name string) bool {
	for i := range len(name) {
		if !isAlphanumeric(name[i]) && strings.IndexByte("!#$%&'*+-.^_`|~", name[i]) < 0 {
			return false
		}
	}
	return name != ""
}

// hasControl reports whether a value has a control character that is not allowed
// in headers (RFC 9110, section 5.5).
func hasControl(value string) bool {
	isControl := func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
	return strings.ContainsFunc(value, isControl)
}

func (p pair) canonical() string {
	if p.any {
		return p.key
	}
	return p.key + "=" + p.value
}

// excludes is never true, because a name can be sent with several values.
func (p pair) excludes(matcher) bool { return false }

// includes reports whether p is found in every visit in which o is found.
func (p pair) includes(o pair) bool {
	return p.key == o.key && (p.any || !o.any && p.value == o.value)
}
