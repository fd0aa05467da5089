package recorder

import (
	"strings"

	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// agents remembers the agents of User-Agent headers, by the headers' words.
type agents struct {
	words *clicklog.Words // to which list belongs
	list  []knownAgent    // by id less one
}

// knownAgent is the agent of a User-Agent header, if it is known yet.
type knownAgent struct {
	known bool
	agent routing.Agent
}

// of returns the agent of a visit whose User-Agent header has a word, 0 for none. It
// classifies each header once, unless the visit is classified already.
func (a *agents) of(w *clicklog.Words, visit *visitFacts, word uint32) routing.Agent {
	if visit.isClassified() || word == 0 {
		return visit.classify()
	}
	if a.words != w {
		a.words, a.list = w, a.list[:0]
	}
	for len(a.list) < int(word) {
		a.list = append(a.list, knownAgent{})
	}
	known := &a.list[word-1]
	if !known.known {
		*known = knownAgent{known: true, agent: visit.agents.Classify(lasting(visit.agent, w.List[word-1]), nil)}
	}
	return known.agent
}

// lasting returns a User-Agent header in memory that a classifier may keep: that of its
// word, unless the header is longer.
func lasting(header, word string) string {
	if header == word {
		return word
	}
	return strings.Clone(header)
}
