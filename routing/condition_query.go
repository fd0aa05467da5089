package routing

import (
	"strings"
	"time"
)

// query matches a parameter of the visit's query.
type query struct{ pair }

func parseQuery(value string, _ *time.Location) (matcher, error) {
	p, err := parsePair(value)
	return query{p}, err
}

func (q query) match(v *Visit) bool {
	_, found := q.find(v)
	return found
}

// find returns the first matching parameter, as sent.
func (q query) find(v *Visit) (raw string, found bool) {
	rest := v.Query[:min(len(v.Query), maxRead)]
	for more := rest != ""; more; {
		raw, rest, more = strings.Cut(rest, "&")
		_, value, _ := strings.Cut(raw, "=")
		if sameName(raw, q.key) && (q.any || sameText(value, q.value)) {
			return raw, true
		}
	}
	return "", false
}

func (q query) fact(v *Visit) string {
	raw, found := q.find(v)
	if !found {
		raw, found = query{pair{key: q.key, any: true}}.find(v)
	}
	if !found {
		return absent
	}
	return unescape(raw)
}

func (q query) covers(other matcher) bool { return q.includes(other.(query).pair) }
