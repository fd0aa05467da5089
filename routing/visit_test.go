package routing_test

import (
	"net/http"
	"testing"

	"github.com/linkpack/linkpack-go/routing"
)

// hinted is a classifier that reads a client hint.
type hinted struct{ counter }

func (h *hinted) Classify(agent string, header http.Header) routing.Agent {
	if os := header.Get("Sec-CH-UA-Platform"); os != "" {
		return routing.Agent{OS: os}
	}
	return h.counter.Classify(agent, header)
}

func TestAClassifierOfHintsGetsTheHeaders(t *testing.T) {
	header := http.Header{}
	header.Set("Sec-CH-UA-Platform", "Android")
	with := &routing.Visit{Agents: &hinted{}, Header: header}
	if got := with.Classify(); got != (routing.Agent{OS: "Android"}) {
		t.Errorf("with headers it is %+v", got)
	}
	without := &routing.Visit{Agents: &hinted{}}
	if got := without.Classify(); got != (routing.Agent{Device: routing.Mobile}) {
		t.Errorf("without headers it is %+v", got)
	}
}

func TestFactsThatAreSetAreNotAskedFor(t *testing.T) {
	c := &counter{}
	place, agent := routing.Place{City: "Munich"}, routing.Agent{Browser: "Safari"}
	v := &routing.Visit{Geo: c, Agents: c, Place: place, Agent: agent}
	if v.Locate() != place || v.Classify() != agent || c.located+c.classified != 0 {
		t.Errorf("asked for %+v and %+v", v.Place, v.Agent)
	}
}
