package routing

import (
	"fmt"
	"iter"
	"strings"
)

// cookie matches a cookie of the request.
type cookie struct{ pairTest }

func parseCookie(value string, in *scope) (matcher, error) {
	p, err := parsePair(value)
	p.value = unquote(p.value) // like the values of visits
	switch {
	case err != nil:
		return nil, err
	case !isToken(p.key):
		return nil, fmt.Errorf("%q is not the name of a cookie", p.key)
	case hasControl(p.value) || strings.Contains(p.value, ";"):
		return nil, fmt.Errorf("%q cannot be the value of a cookie", p.value)
	}
	if in.index.cookies == nil {
		in.index.cookies = newPairs(in.index, findCookies)
	}
	return &cookie{in.index.cookies.test(p)}, nil
}

// findCookies adds the cookies that are looked for and were sent.
func findCookies(w *pairWords, v *Visit) {
	for name, value := range v.cookies() {
		if key := w.byName[name]; key != nil {
			key.add(v.finds, value)
		}
	}
}

// cookies returns the names and values of the cookies in the part of the header
// that is read.
func (v *Visit) cookies() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		bytes, cookies := maxRead, maxPairs
		for _, line := range v.Header["Cookie"] {
			line = line[:min(len(line), bytes)]
			bytes -= len(line)
			for more := line != ""; more && cookies > 0; cookies-- {
				var one string
				one, line, more = strings.Cut(line, ";")
				name, value, ok := strings.Cut(one, "=")
				if ok && !yield(strings.Trim(name, " \t"), unquote(strings.Trim(value, " \t"))) {
					return
				}
			}
		}
	}
}

// unquote removes the quotes around a cookie's value, if there are any (RFC
// 6265, section 4.1.1).
func unquote(value string) string {
	if n := len(value); n >= 2 && value[0] == '"' && value[n-1] == '"' {
		return value[1 : n-1]
	}
	return value
}

// fact returns the first cookie that matches, else the first of the name.
func (c *cookie) fact(v *Visit) string {
	fact := absent
	for name, value := range v.cookies() {
		switch {
		case name != c.key:
		case c.any || value == c.value:
			return name + "=" + value
		case fact == absent:
			fact = name + "=" + value
		}
	}
	return fact
}

func (c *cookie) covers(other matcher) bool { return c.includes(other.(*cookie).pair) }
