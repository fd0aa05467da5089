package routing

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// header matches a request header.
type header struct{ pair }

func parseHeader(value string, _ *time.Location) (matcher, error) {
	p, err := parsePair(value)
	switch {
	case err != nil:
	case !isToken(p.key):
		err = fmt.Errorf("%q is not the name of a header", p.key)
	case hasControl(p.value):
		err = fmt.Errorf("%q cannot be the value of a header", p.value)
	}
	p.key = http.CanonicalHeaderKey(p.key)
	return header{p}, err
}

func (h header) match(v *Visit) bool {
	values := v.Header[h.key]
	return len(values) > 0 && (h.any || slices.Contains(values, h.value))
}

func (h header) fact(v *Visit) string {
	values := v.Header[h.key]
	if len(values) == 0 {
		return absent
	}
	return h.key + "=" + values[max(slices.Index(values, h.value), 0)]
}

func (h header) covers(other matcher) bool { return h.includes(other.(header).pair) }
