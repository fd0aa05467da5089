package routing

import (
	"iter"
	"strings"
)

// query matches a parameter of the visit's query.
type query struct{ pairTest }

func parseQuery(value string, in *scope) (matcher, error) {
	p, err := parsePair(value)
	if err != nil {
		return nil, err
	}
	if in.index.parameters == nil {
		in.index.parameters = newPairs(in.index, findParameters)
	}
	return &query{in.index.parameters.test(p)}, nil
}

// findParameters adds the parameters that are looked for and were sent.
func findParameters(w *pairWords, v *Visit) {
	var room [256]byte // avoids an allocation
	decoded := room[:0]
	for raw := range v.parameters() {
		name, value, _ := strings.Cut(raw, "=")
		decoded = appendUnescaped(decoded[:0], name)
		key := w.byName[string(decoded)]
		if key == nil {
			continue
		}
		v.finds.add(key.present)
		if key.values == nil {
			continue
		}
		decoded = appendUnescaped(decoded[:0], value)
		if number, known := key.values[string(decoded)]; known {
			v.finds.add(number)
		}
	}
}

// parameters returns the raw parameters in the part of the query that is read.
func (v *Visit) parameters() iter.Seq[string] {
	return func(yield func(raw string) bool) {
		rest := v.Query[:min(len(v.Query), maxRead)]
		for left, more := maxPairs, rest != ""; more && left > 0; left-- {
			var raw string
			raw, rest, more = strings.Cut(rest, "&")
			if !yield(raw) {
				return
			}
		}
	}
}

// fact returns the first parameter that matches, else the first of the name.
func (q *query) fact(v *Visit) string {
	fact := absent
	for raw := range v.parameters() {
		_, value, _ := strings.Cut(raw, "=")
		switch {
		case !sameName(raw, q.key):
		case q.any || sameText(value, q.value):
			return unescape(raw)
		case fact == absent:
			fact = unescape(raw)
		}
	}
	return fact
}

func (q *query) covers(other matcher) bool { return q.includes(other.(*query).pair) }
