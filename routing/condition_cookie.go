package routing

import (
	"fmt"
	"strings"
	"time"
)

// cookie matches a cookie of the request.
type cookie struct{ pair }

func parseCookie(value string, _ *time.Location) (matcher, error) {
	p, err := parsePair(value)
	p.value = unquote(p.value) // like the values of visits
	switch {
	case err != nil:
	case !isToken(p.key):
		err = fmt.Errorf("%q is not the name of a cookie", p.key)
	case hasControl(p.value) || strings.Contains(p.value, ";"):
		err = fmt.Errorf("%q cannot be the value of a cookie", p.value)
	}
	return cookie{p}, err
}

func (c cookie) match(v *Visit) bool {
	_, found := c.find(v)
	return found
}

// find returns the value of the first matching cookie.
func (c cookie) find(v *Visit) (value string, found bool) {
	left := maxRead
	for _, line := range v.Header["Cookie"] {
		line = line[:min(len(line), left)]
		left -= len(line)
		for more := true; more; {
			var one string
			one, line, more = strings.Cut(line, ";")
			name, value, ok := strings.Cut(one, "=")
			value = unquote(strings.Trim(value, " \t"))
			if ok && strings.Trim(name, " \t") == c.key && (c.any || value == c.value) {
				return value, true
			}
		}
	}
	return "", false
}

// unquote removes the quotes around a cookie's value, if there are any (RFC
// 6265, section 4.1.1).
func unquote(value string) string {
	if n := len(value); n >= 2 && value[0] == '"' && value[n-1] == '"' {
		return value[1 : n-1]
	}
	return value
}

func (c cookie) fact(v *Visit) string {
	value, found := c.find(v)
	if !found {
		value, found = cookie{pair{key: c.key, any: true}}.find(v)
	}
	if !found {
		return absent
	}
	return c.key + "=" + value
}

func (c cookie) covers(other matcher) bool { return c.includes(other.(cookie).pair) }
