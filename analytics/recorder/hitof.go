package recorder

import (
	"fmt"
	"net/http"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicktext"
	"github.com/linkpack/linkpack-go/routing"
)

// HitOf returns the hit that a recorded click came from, for [Recorder.Import].
// The plan is the link as it was: the click's Rule, and its Destination unless
// that is empty, must be one of the plan's targets, and its Draws must be in the
// plan's splits. Link and Revision of the click are ignored: the imported click
// has those of the plan. A tracked click keeps its ID, any other gets a new one.
//
// All other facts are kept, with these exceptions: a Referrer is written in small
// letters, and of one with "://" in it only the host is kept; a Language that is
// no language tag becomes empty; a Visitor of zero is hashed anew from Addr and
// UserAgent. UTM, Scan and Placement are not in the hit's Visit, which is that of
// [analytics.Click.Visit].
//
// The hit keeps the click, which must not be changed. A click that does not fit
// the plan is a *[routing.FieldError].
func HitOf(click *analytics.Click, plan *analytics.Plan) (analytics.Hit, error) {
	if plan == nil {
		return analytics.Hit{}, &routing.FieldError{Field: "Plan", Reason: "is missing"}
	}
	rule, err := ruleIn(click, plan)
	if err != nil {
		return analytics.Hit{}, err
	}
	draws, err := drawsIn(click, plan)
	if err != nil {
		return analytics.Hit{}, err
	}
	if err := checkPlacement(click); err != nil {
		return analytics.Hit{}, err
	}
	hit := analytics.Hit{Plan: plan, Rule: rule, Draws: draws, Visit: click.Visit(), Person: click.Person, Recorded: click}
	if click.Tracked {
		if hit.ID, err = analytics.ParseClickID(click.ID); err != nil {
			return analytics.Hit{}, err
		}
	}
	if err := checkTracked(&hit); err != nil {
		return analytics.Hit{}, err
	}
	return hit, classify(&hit, click.Class)
}

// ruleIn returns the index of the click's rule, -1 for none.
func ruleIn(c *analytics.Click, plan *analytics.Plan) (int, error) {
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
		return 0, &routing.FieldError{Field: "Destination", Reason: fmt.Sprintf("%.100q is not a destination of the link", c.Destination)}
	}
	return 0, &routing.FieldError{Field: "Rule", Reason: fmt.Sprintf("%.100q is not a rule of the link", c.Rule)}
}

// drawsIn returns the click's draws by the numbers of their splits.
func drawsIn(c *analytics.Click, plan *analytics.Plan) (draws []routing.Draw, err error) {
	for _, d := range c.Draws {
		number := -1
		for i, id := range plan.Splits {
			if id == d.Split {
				number = i
			}
		}
		if number < 0 {
			return nil, &routing.FieldError{Field: "Draws", Reason: fmt.Sprintf("%.100q is not a split of the link", d.Split)}
		}
		draws = append(draws, routing.Draw{Split: number, U: d.U})
	}
	return draws, nil
}

// checkPlacement checks the placement of the code that was scanned.
func checkPlacement(c *analytics.Click) error {
	if _, ok := clicktext.Placement(c.Placement); !ok {
		return &routing.FieldError{Field: "Placement", Reason: fmt.Sprintf("%.100q is not a placement", c.Placement)}
	}
	if c.Placement != "" && !c.Scan {
		return &routing.FieldError{Field: "Placement", Reason: "is set, but Scan is not"}
	}
	return nil
}

// classify gives the hit what makes it a request of a class.
func classify(hit *analytics.Hit, class analytics.Class) error {
	bot := &hit.Visit.Agent.Bot
	switch class {
	case analytics.Blocked:
		hit.Blocked = true
	case analytics.Internal:
		hit.Visit.Internal = true
	case analytics.Head:
		hit.Visit.Method = http.MethodHead
	case analytics.Prefetch:
		hit.Visit.Prefetch = true
	case analytics.Preview:
		*bot = routing.Preview
	case analytics.Bot:
		if *bot != routing.AIAgent {
			*bot = routing.Crawler
		}
	case analytics.Human:
		if *bot != routing.NotBot {
			return &routing.FieldError{Field: "Class", Reason: "is human, but Agent.Bot is set"}
		}
	case analytics.Conversion: // it says so itself
	default:
		return &routing.FieldError{Field: "Class", Reason: "is not one of the constants"}
	}
	return nil
}
