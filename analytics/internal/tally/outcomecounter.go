package tally

import (
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// outcomeCounter counts human clicks, and their visitors, by the variants that they met.
type outcomeCounter struct {
	plan *analytics.Plan
	met  map[targetSplit]*outcome // by clicks with the plan
}

// targetSplit are the indexes of a click's target and of a split that it met.
type targetSplit struct{ target, split uint32 }

// outcome is where the clicks with a variant are counted.
type outcome struct {
	name     rollup.VariantName
	figures  *analytics.Variant
	day      uint32        // of visitors
	visitors *rollup.Union // of the variant on day, nil for none yet
}

// count counts clicks of a group.
func (c *outcomeCounter) count(t *Tally, g *columnGroup, clicks []uint32) error {
	if c.plan != g.Plan {
		c.plan, c.met = g.Plan, make(map[targetSplit]*outcome)
	}
	for _, i := range clicks {
		splits, err := g.splits(i)
		if err != nil {
			return err
		}
		for _, split := range splits {
			o, err := c.outcome(t, g, targetSplit{g.cols.Targets[i], split})
			if err != nil {
				return err
			}
			o.figures.Clicks++
			o.see(t, wire.DayOf(g.cols.Times[i]), g.cols.Visitor(i))
		}
	}
	return nil
}

// outcome returns where clicks that met a split are counted.
func (c *outcomeCounter) outcome(t *Tally, g *columnGroup, of targetSplit) (*outcome, error) {
	o := c.met[of]
	if o != nil {
		return o, nil
	}
	name, err := g.variant(of.split, of.target)
	if err != nil {
		return nil, err
	}
	o = &outcome{name: name, figures: t.split(name)}
	c.met[of] = o
	return o, nil
}

// see counts a visitor of a day.
func (o *outcome) see(t *Tally, day uint32, hash uint64) {
	if o.visitors == nil || o.day != day {
		o.day, o.visitors = day, t.visitorsOn(day).variant(o.name)
	}
	o.visitors.Add(hash)
}

// variant adds clicks to a variant of a split.
func (t *Tally) variant(name rollup.VariantName, clicks uint64) {
	if clicks > 0 && t.splits != nil {
		t.split(name).Clicks += clicks
	}
}

// split returns the figures of a variant.
func (t *Tally) split(name rollup.VariantName) *analytics.Variant {
	v := t.splits[name]
	if v == nil {
		name = rollup.VariantName{Split: strings.Clone(name.Split), Rule: strings.Clone(name.Rule)}
		v = &analytics.Variant{Rule: name.Rule}
		t.splits[name] = v
	}
	return v
}
