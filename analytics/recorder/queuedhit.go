package recorder

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// queuedHit is a hit for the queue. It has what the log needs of the visit. Its texts
// are the request's until keep copies them.
type queuedHit struct {
	plan   *analytics.Plan
	visit  visitFacts
	target uint32 // index in Plan.Targets
	// firstDraw and draws are the index and the number of its draws in the batch.
	firstDraw, draws uint32
	blocked          bool
	tracked          *trackedHit // nil for a click that is not tracked
}

// queuedHitOf returns what the queue keeps of a hit.
func queuedHitOf(hit *analytics.Hit) (w queuedHit) {
	w.plan, w.target, w.blocked = hit.Plan, uint32(hit.Rule+1), hit.Blocked
	w.tracked = trackedOf(hit)
	w.visit.take(hit.Visit)
	if hit.Recorded != nil {
		w.visit.setVisitor(hit.Recorded.Visitor)
		w.visit.found.recorded = recordedOf(hit.Recorded)
	}
	return w
}

// keep copies the texts, since the memory of a request may be used again when it is
// answered. The plan is shared by all hits of its revision and stays.
func (w *queuedHit) keep(t *texts) {
	k := &w.visit
	t.keep(&k.query, maxKeptQuery)
	t.keepAll(&k.agent, &k.referrer, &k.language)
	if k.found != nil {
		k.found.keep(t)
	}
}

// visitFacts has what the queue keeps of a visit, and what looks up the rest.
type visitFacts struct {
	time     int64 // milliseconds; 0 for one that cannot be stored
	addr     netip.Addr
	agent    string // the User-Agent header
	query    string
	referrer string
	language string
	// found has the facts that are known already; nil for none.
	found       *costlyFacts
	geo         routing.Locator
	agents      routing.Classifier
	familiarity routing.Familiarity
	head        bool
	prefetch    bool
	internal    bool
}

// costlyFacts are facts of a visit that take time to find.
type costlyFacts struct {
	place   routing.Place
	agent   routing.Agent
	visitor uint64 // the visitor's hash; 0 if it is not known yet
	// recorded is not nil for a visit of a recorded click.
	recorded *recorded
}

// keep copies the texts.
func (f *costlyFacts) keep(t *texts) {
	p := &f.place
	t.keepAll(&p.Continent, &p.Country, &p.Region, &p.City, &p.TimeZone, &f.agent.OS, &f.agent.Browser)
	if r := f.recorded; r != nil {
		t.keepAll(&r.referrer, &r.placement, &r.utm.Source, &r.utm.Medium, &r.utm.Campaign, &r.utm.Term, &r.utm.Content)
	}
}

// take takes what is kept of a visit, which is little, however large the request is.
// Headers are not kept, so a visit whose agent depends on others than User-Agent is
// classified now. k must be zero; its fields are set one by one, which costs less than
// copying all of it.
func (k *visitFacts) take(visit *routing.Visit) {
	if hasHints(visit.Header) || visit.UserAgent == "" && visit.Header != nil {
		visit.Classify()
	}
	k.addr, k.geo, k.agents, k.familiarity = visit.Addr, visit.Geo, visit.Agents, visit.Familiarity
	k.agent, k.query = visit.UserAgent[:min(len(visit.UserAgent), maxKeptText)], wholeParameters(visit.Query)
	k.referrer, k.language = visit.RefererHost(), visit.Language()
	k.head, k.prefetch, k.internal = visit.Method == http.MethodHead, visit.Prefetch, visit.Internal
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

// isClassified reports whether the agent is known or there is no classifier.
func (k *visitFacts) isClassified() bool {
	return k.agents == nil || k.found != nil && k.found.agent != (routing.Agent{})
}

// classify returns the visitor's agent. It clones the header, since classifiers may
// keep parts of it.
func (k *visitFacts) classify() routing.Agent {
	switch {
	case !k.isClassified():
		return k.agents.Classify(strings.Clone(k.agent), nil)
	case k.found != nil:
		return k.found.agent
	}
	return routing.Agent{}
}
