package routing

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// visitors is a set of kinds of visitors, a bit each.
type visitors uint8

// visitorKinds returns the values of the visitor condition in the order of
// their bits.
func visitorKinds() [4]string { return [4]string{"human", "bot", "new", "returning"} }

func parseVisitor(value string, _ *time.Location) (matcher, error) {
	entries, err := list(value)
	if err != nil {
		return nil, err
	}
	kinds := visitorKinds()
	var set visitors
	for _, entry := range entries {
		kind := slices.Index(kinds[:], strings.ToLower(entry))
		if kind < 0 {
			return nil, fmt.Errorf("%q is not a kind of visitor, it takes human, bot, new or returning", entry)
		}
		set |= 1 << kind
	}
	return set, nil
}

// kindsOf returns what a visitor is.
func kindsOf(v *Visit) visitors {
	kinds := visitors(1)
	if v.Classify().Bot != NotBot {
		kinds = 1 << 1
	}
	switch v.Familiarity {
	case NewVisitor:
		kinds |= 1 << 2
	case ReturningVisitor:
		kinds |= 1 << 3
	}
	return kinds
}

func (s visitors) match(v *Visit) bool { return s&kindsOf(v) != 0 }

func (s visitors) fact(v *Visit) string { return kindsOf(v).canonical() }

func (s visitors) canonical() string {
	var names []string
	for i, name := range visitorKinds() {
		if s>>i&1 == 1 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}

func (s visitors) covers(other matcher) bool { return other.(visitors)&^s == 0 }
