package routing

import (
	"errors"
	"strings"
)

// absent is the fact of a visit that does not send what is looked for.
const absent = "absent"

// pair is what a condition looks for under a key: one value, or any.
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

// isToken reports whether name can name a header or a cookie (RFC 9110,
// section 5.6.2).
func isToken(name string) bool {
	for i := range len(name) {
		if !isAlphanumeric(name[i]) && strings.IndexByte("!#$%&'*+-.^_`|~", name[i]) < 0 {
			return false
		}
	}
	return name != ""
}

// hasControl reports whether a value has a character that no header can have
// (RFC 9110, section 5.5).
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

// excludes is never true: a name can be sent with several values.
func (p pair) excludes(matcher) bool { return false }

// includes reports whether p is found wherever the other pair is.
func (p pair) includes(o pair) bool {
	return p.key == o.key && (p.any || !o.any && p.value == o.value)
}
