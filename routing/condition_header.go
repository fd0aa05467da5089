package routing

import (
	"fmt"
	"net/http"
	"slices"
)

// header matches a request header.
type header struct{ pairTest }

func parseHeader(value string, in *scope) (matcher, error) {
	p, err := parsePair(value)
	switch {
	case err != nil:
		return nil, err
	case !isToken(p.key):
		return nil, fmt.Errorf("%q is not the name of a header", p.key)
	case hasControl(p.value):
		return nil, fmt.Errorf("%q cannot be the value of a header", p.value)
	}
	p.key = http.CanonicalHeaderKey(p.key)
	if in.index.headers == nil {
		in.index.headers = newPairs(in.index, findHeaders)
	}
	return &header{in.index.headers.test(p)}, nil
}

// findHeaders adds the headers that are looked for and were sent.
func findHeaders(w *pairWords, v *Visit) {
	left := maxPairs
	for _, key := range w.keys {
		values := v.Header[key.name]
		if len(values) == 0 {
			continue
		}
		v.finds.add(key.present)
		if key.values == nil {
			continue
		}
		values = values[:min(len(values), left)]
		left -= len(values)
		for _, value := range values {
			key.add(v.finds, value)
		}
	}
}

func (h *header) fact(v *Visit) string {
	values := v.Header[h.key]
	if len(values) == 0 {
		return absent
	}
	return h.key + "=" + values[max(slices.Index(values, h.value), 0)]
}

func (h *header) covers(other matcher) bool { return h.includes(other.(*header).pair) }
