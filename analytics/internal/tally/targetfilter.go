package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// byTarget keeps clicks by the rule or the destination of their targets. A blocked visitor
// got to no destination.
func (f *valueFilter) byTarget(chosen []uint32, g *columnGroup) ([]uint32, error) {
	err := g.read(clicklog.FieldTargets|clicklog.FieldClasses, chosen)
	targets, nowhere := f.targetsOf(g.Plan), f.passes("")
	return keep(chosen, func(i uint32) bool {
		if f.d == analytics.ByDestination && g.cols.Class(i) == analytics.Blocked {
			return nowhere
		}
		return targets[g.cols.Targets[i]] == passes
	}, err)
}

// byParameter keeps clicks by a UTM parameter: that of the target, or else that of the
// visit.
func (f *valueFilter) byParameter(chosen []uint32, g *columnGroup) ([]uint32, error) {
	if err := g.read(clicklog.FieldTargets, chosen); err != nil {
		return nil, err
	}
	refs, seen, err := f.refVerdicts(chosen, g)
	targets, none := f.targetsOf(g.Plan), f.passes("")
	return keep(chosen, func(i uint32) bool {
		if given := targets[g.cols.Targets[i]]; given != unknown {
			return given == passes
		}
		if len(refs) == 0 {
			return none
		}
		return seen[refs[i]] == passes
	}, err)
}

// targetsOf returns whether the values of a plan's targets pass, unknown for targets that
// leave it to the visit.
func (f *valueFilter) targetsOf(plan *analytics.Plan) []verdict {
	if plan == f.plan {
		return f.targets
	}
	f.plan, f.targets = plan, f.targets[:0]
	for i := range plan.Targets {
		f.targets = append(f.targets, f.target(&plan.Targets[i]))
	}
	return f.targets
}

func (f *valueFilter) target(target *analytics.Target) verdict {
	switch f.d {
	case analytics.ByRule:
		return f.verdict(target.Rule)
	case analytics.ByDestination:
		return f.verdict(target.Destination)
	}
	given := clicklog.UtmTexts(target.UTM)[f.d-analytics.ByUTMSource]
	if given == "" {
		return unknown
	}
	return f.verdict(given)
}
