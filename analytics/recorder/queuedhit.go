package recorder

import (
	"net/http"
	"net/netip"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// queuedHit is a hit in the queue: what the log needs of it, copied out of the
// visit. Its texts are the request's own.
type queuedHit struct {
	plan   *analytics.Plan
	visit  visitFacts
	target uint32 // index in Plan.Targets
	// firstDraw and draws say which of the batch's draws are the hit's.
	firstDraw, draws uint32
	blocked          bool
}

// queuedHitOf takes what is kept of a hit.
func queuedHitOf(hit *analytics.Hit) (w queuedHit) {
	w.plan, w.target, w.blocked = hit.Plan, uint32(hit.Rule+1), hit.Blocked
	w.visit.take(hit.Visit)
	if hit.Recorded != nil {
		w.visit.setVisitor(hit.Recorded.Visitor)
		w.visit.found.recorded = recordedOf(hit.Recorded)
	}
	return w
}

// Known is what a visit says of itself, and whom to ask for the rest.
type visitFacts struct {
	time     int64 // milliseconds; 0 for one that cannot be stored
	addr     netip.Addr
	agent    string // the User-Agent header
	query    string
	referrer string
	language string
	// found holds what rules have asked for, nil when they asked for nothing.
	found       *costlyFacts
	geo         routing.Locator
	agents      routing.Classifier
	familiarity routing.Familiarity
	head        bool
	prefetch    bool
}

// Found are the costly facts of a visit.
type costlyFacts struct {
	place   routing.Place
	agent   routing.Agent
	visitor uint64 // the visitor's hash where it is known; 0 has it made
	// recorded is nil unless the visit stands for a recorded click.
	recorded *recorded
}

// take copies what is kept of a visit, little memory whatever the request held.
// The headers are not kept, so client hints are read now.
func (k *visitFacts) take(visit *routing.Visit) {
	if hasHints(visit.Header) {
		visit.Classify()
	}
	*k = visitFacts{
		addr: visit.Addr, agent: keepAgent(visit.UserAgent), query: keepQuery(visit.Query, visit.Path),
		referrer: detached(visit.RefererHost(), visit.Referer),
		language: detached(visit.Language(), visit.Header["Accept-Language"]...),
		geo:      visit.Geo, agents: visit.Agents, familiarity: visit.Familiarity,
		head: visit.Method == http.MethodHead, prefetch: visit.Prefetch,
	}
	if ms := visit.Time.UnixMilli(); ms > 0 && ms <= wire.MaxTime {
		k.time = ms
	}
	if visit.Place != (routing.Place{}) || visit.Agent != (routing.Agent{}) {
		k.found = &costlyFacts{place: visit.Place, agent: visit.Agent}
	}
}

// setVisitor sets the visitor's hash.
func (k *visitFacts) setVisitor(hash uint64) {
	if k.found == nil {
		k.found = new(costlyFacts)
	}
	k.found.visitor = hash
}

// locate returns where the visitor was.
func (k *visitFacts) locate() routing.Place {
	switch {
	case k.found != nil && k.found.place != (routing.Place{}):
		return k.found.place
	case k.geo != nil:
		return k.geo.Locate(k.addr)
	}
	return routing.Place{}
}

// isClassified reports whether there is nobody to ask for the agent.
func (k *visitFacts) isClassified() bool {
	return k.agents == nil || k.found != nil && k.found.agent != (routing.Agent{})
}

// classify returns what the visitor used.
func (k *visitFacts) classify() routing.Agent {
	switch {
	case !k.isClassified():
		return k.agents.Classify(k.agent, nil)
	case k.found != nil:
		return k.found.agent
	}
	return routing.Agent{}
}
