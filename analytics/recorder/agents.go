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

// of returns the agent of a visit and the word of its User-Agent header, 0 for none.
// It classifies each header once, unless the visit is classified already. header is
// cut to the length that the log keeps.
func (a *agents) of(w *clicklog.Words, visit *visitFacts, header string) (agent routing.Agent, word uint32) {
	if visit.isClassified() || header == "" {
		return visit.classify(), 0
	}
	id := w.ID(header)
	if id == 0 {
		return visit.classify(), 0
	}
	if a.words != w {
		a.words, a.list = w, a.list[:0]
	}
	for len(a.list) < int(id) {
		a.list = append(a.list, knownAgent{})
	}
	if known := &a.list[id-1]; !known.known {
		*known = knownAgent{known: true, agent: visit.agents.Classify(lasting(visit.agent, w.List[id-1]), nil)}
	}
	return a.list[id-1].agent, id
}

// lasting returns a User-Agent header in memory that a classifier may keep: that of its
// word, unless the header is longer.
func lasting(header, word string) string {
	if header == word {
		return word
	}
	return strings.Clone(header)
}
