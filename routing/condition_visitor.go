package routing

import (
	"fmt"
	"slices"
	"strings"
)

// visitors is a set of kinds of visitors, one bit each.
type visitors uint8

const (
	human visitors = 1 << iota
	bot
	newcomer
	returning
)

// visitorKinds returns the kinds in the order of their bits.
func visitorKinds() [4]VisitorKind {
	return [4]VisitorKind{Humans, Bots, NewVisitors, ReturningVisitors}
}

func parseVisitor(value string, in *scope) (matcher, error) {
	entries, err := in.list(value)
	if err != nil {
		return nil, err
	}
	kinds := visitorKinds()
	var set visitors
	for _, entry := range entries {
		kind := slices.Index(kinds[:], VisitorKind(strings.ToLower(entry)))
		if kind < 0 {
			return nil, fmt.Errorf("%q is not a kind of visitor; use human, bot, new or returning", entry)
		}
		set |= 1 << kind
	}
	return set, nil
}

// kindsOf returns the kinds that a visitor belongs to.
func kindsOf(v *Visit) visitors {
	kinds := human
	if v.agent().Bot != NotBot {
		kinds = bot
	}
	switch v.Familiarity {
	case NewVisitor:
		kinds |= newcomer
	case ReturningVisitor:
		kinds |= returning
	}
	return kinds
}

func (s visitors) match(v *Visit) bool { return s&kindsOf(v) != 0 }

func (s visitors) fact(v *Visit) string { return kindsOf(v).canonical() }

func (s visitors) canonical() string {
	var names []string
	for i, name := range visitorKinds() {
		if s>>i&1 == 1 {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ",")
}

func (s visitors) covers(other matcher) bool { return s.matchesAll() || other.(visitors)&^s == 0 }

// excludes knows that no visitor is both human and bot, or both new and
// returning.
func (s visitors) excludes(other matcher) bool {
	o := other.(visitors)
	return s&o == 0 && ((s|o)&^(human|bot) == 0 || (s|o)&(human|bot) == 0)
}

// matchesAll knows that every visitor is either human or a bot.
func (s visitors) matchesAll() bool { return s&(human|bot) == human|bot }
