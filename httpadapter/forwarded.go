package httpadapter

import "strings"

// chain reads the addresses that proxies appended to a header, the latest first.
// It reads from the right, so that the entries that a client sent, on the left,
// cannot change how the proxies' entries are read.
type chain struct {
	lines     []string
	rest      string
	forwarded bool // RFC 7239 rather than a plain list
}

// next returns the next address as written, and false at the end. It skips empty
// entries, which lists in headers may have.
func (c *chain) next() (string, bool) {
	for {
		if c.rest == "" {
			if len(c.lines) == 0 {
				return "", false
			}
			last := len(c.lines) - 1
			c.rest, c.lines = c.lines[last], c.lines[:last]
		}
		comma := lastComma(c.rest)
		entry := strings.Trim(c.rest[comma+1:], " \t")
		c.rest = c.rest[:max(comma, 0)]
		if entry == "" {
			continue
		}
		if c.forwarded {
			entry = forwardedFor(entry)
		}
		return entry, true
	}
}

// lastComma returns the index of the last comma outside quotes, or -1.
func lastComma(s string) int {
	quoted := false
	for i := len(s) - 1; i >= 0; i-- {
		switch {
		case s[i] == '"' && !escaped(s, i):
			quoted = !quoted
		case s[i] == ',' && !quoted:
			return i
		}
	}
	return -1
}

// escaped reports whether an odd number of backslashes precedes s[i].
func escaped(s string, i int) bool {
	before := i
	for before > 0 && s[before-1] == '\\' {
		before--
	}
	return (i-before)%2 == 1
}

// forwardedFor returns the value of the parameter "for" of an element of a
// Forwarded header without its quotes, or "".
func forwardedFor(element string) string {
	for element != "" {
		var pair string
		pair, element = cutPair(element)
		name, value, _ := strings.Cut(pair, "=")
		if !strings.EqualFold(strings.Trim(name, " \t"), "for") {
			continue
		}
		value = strings.Trim(value, " \t")
		if len(value) >= 2 && value[0] == '"' && value[len(value)-1] == '"' {
			value = value[1 : len(value)-1]
		}
		return value
	}
	return ""
}

// cutPair splits an element at its first semicolon outside quotes.
func cutPair(element string) (pair, rest string) {
	quoted := false
	for i := range len(element) {
		switch {
		case element[i] == '"' && !escaped(element, i):
			quoted = !quoted
		case element[i] == ';' && !quoted:
			return element[:i], element[i+1:]
		}
	}
	return element, ""
}
