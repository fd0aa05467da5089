package recorder

import (
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/routing"
)

// agents remembers what words stand for as User-Agent headers.
type agents struct {
	words *clicklog.Words // of which the list is
	list  []knownAgent
}

// knownAgent is what a word stands for as a User-Agent header.
type knownAgent struct {
	known bool
	agent routing.Agent
}

// of returns what a visit's User-Agent header stands for, asking the visit
// once per word, unless it knows already; and the header's word, or 0.
// The header is cut to what the log keeps of it.
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
		*known = knownAgent{known: true, agent: visit.classify()}
	}
	return a.list[id-1].agent, id
}
