package analytics

import (
	"fmt"
	"net/http"

	"github.com/linkpack/linkpack-go/routing"
)

// Hit returns the hit that a recorded click came from, as far as it is kept, for
// [Recorder.Import]. The plan is the link as it was; the click's Rule, and its
// Destination unless that is empty, have to be one of its targets, and its Draws
// have to be in its splits. Link, Revision and ID do not matter: the imported
// click has those of the plan, and an id of its own.
//
// Everything else stays as it is and is not found out again, except that the
// letters of a Referrer become small and one with "://" in it is a whole Referer
// header, of which the host is kept; that a Language that is no tag becomes
// empty; and that a zero Visitor is hashed anew from Addr and UserAgent.
// Referrer, UTM and Scan are not in the hit's Visit. What does not fit is a
// *[routing.FieldError].
func (c *Click) Hit(plan *Plan) (Hit, error) {
	if plan == nil {
		return Hit{}, &routing.FieldError{Field: "Plan", Reason: "is missing"}
	}
	rule, err := c.ruleIn(plan)
	if err != nil {
		return Hit{}, err
	}
	draws, err := c.drawsIn(plan)
	if err != nil {
		return Hit{}, err
	}
	hit := Hit{Plan: plan, Rule: rule, Draws: draws, Visit: c.visit(), Recorded: c}
	return hit, c.classify(&hit)
}

// ruleIn returns the index of the click's rule, -1 for none.
func (c *Click) ruleIn(plan *Plan) (int, error) {
	known := false
	for i := range plan.Targets {
		target := &plan.Targets[i]
		if target.Rule != c.Rule {
			continue
		}
		if c.Destination == "" || c.Destination == target.Destination {
			return i - 1, nil
		}
		known = true
	}
	if known {
		return 0, &routing.FieldError{Field: "Destination", Reason: fmt.Sprintf("%.100q is not where the link leads", c.Destination)}
	}
	return 0, &routing.FieldError{Field: "Rule", Reason: fmt.Sprintf("%.100q is no rule of the link", c.Rule)}
}

// drawsIn returns the click's draws by the numbers of their splits.
func (c *Click) drawsIn(plan *Plan) (draws []routing.Draw, err error) {
	for _, d := range c.Draws {
		number := -1
		for i, id := range plan.Splits {
			if id == d.Split {
				number = i
			}
		}
		if number < 0 {
			return nil, &routing.FieldError{Field: "Draws", Reason: fmt.Sprintf("%.100q is no split of the link", d.Split)}
		}
		draws = append(draws, routing.Draw{Split: number, U: d.U})
	}
	return draws, nil
}

// visit returns a visit with the click's facts.
func (c *Click) visit() *routing.Visit {
	v := &routing.Visit{
		Time: c.Time, Addr: c.Addr, UserAgent: c.UserAgent, Familiarity: c.Familiarity,
		Place: c.Place, Agent: c.Agent,
	}
	if c.Language != "" {
		v.Header = http.Header{"Accept-Language": {c.Language}}
	}
	return v
}

// classify gives the hit what makes it a request of the click's class.
func (c *Click) classify(hit *Hit) error {
	bot := &hit.Visit.Agent.Bot
	switch c.Class {
	case Blocked:
		hit.Blocked = true
	case Head:
		hit.Visit.Method = http.MethodHead
	case Prefetch:
		hit.Visit.Prefetch = true
	case Preview:
		*bot = routing.Preview
	case Bot:
		if *bot != routing.AIAgent {
			*bot = routing.Crawler
		}
	case Human:
		if *bot != routing.NotBot {
			return &routing.FieldError{Field: "Class", Reason: "is human, and Agent.Bot says that it was an automaton"}
		}
	default:
		return &routing.FieldError{Field: "Class", Reason: "is not one of the constants"}
	}
	return nil
}
