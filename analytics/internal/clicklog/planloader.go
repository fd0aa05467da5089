package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// PlanLoader finds plans and remembers them. It reads stored plans; those that only
// the log has must be given to it with Know or as Unstored.
type PlanLoader struct {
	Tx analytics.Tx // read from
	// Unstored are plans that only the log may have, by [PlanKey]. They are not changed.
	Unstored map[uint64]*analytics.Plan

	plans map[uint64]*analytics.Plan
	ahead wire.RowsAhead
}

// Know gives the loader a plan.
func (l *PlanLoader) Know(p *analytics.Plan) {
	if l.plans == nil {
		l.plans = make(map[uint64]*analytics.Plan)
	}
	l.plans[PlanKey(p.Link, p.Revision)] = p
}

// known returns a plan that need not be read, or nil.
func (l *PlanLoader) known(link, revision uint32) *analytics.Plan {
	key := PlanKey(link, revision)
	if p := l.plans[key]; p != nil {
		return p
	}
	return l.Unstored[key]
}

// Plan returns the plan of a link's revision.
func (l *PlanLoader) Plan(link, revision uint32) (*analytics.Plan, error) {
	if p := l.known(link, revision); p != nil {
		return p, nil
	}
	key := wire.PairKey(link, revision)
	payload, err := wire.MustGet(l.Tx, analytics.TablePlans, key)
	if err != nil {
		return nil, err
	}
	p, err := DecodePlan(link, revision, payload)
	if err != nil {
		return nil, wire.InRow(err, analytics.TablePlans, key)
	}
	l.Know(p)
	return p, nil
}

// PlanOf returns the plan of a group of a chunk. If it has to be read, the plans of all
// wanted groups of the chunk are read together.
func (l *PlanLoader) PlanOf(c *Chunk, g *Group) (*analytics.Plan, error) {
	if p := l.known(g.Link, g.Revision); p != nil {
		return p, nil
	}
	l.ahead.Reset()
	for other, err := range c.All() {
		if err != nil {
			break // reading that group returns the error
		}
		if c.wanted(other.Link) {
			l.Want(other.Link, other.Revision)
		}
	}
	if err := l.Load(); err != nil {
		return nil, err
	}
	return l.Plan(g.Link, g.Revision)
}

// Want adds a plan to those to be read by Load, unless it is known.
func (l *PlanLoader) Want(link, revision uint32) {
	if l.known(link, revision) == nil {
		l.ahead.WantOnce(wire.PairOf(link, revision))
	}
}

// Load reads the wanted plans. It skips what cannot be read; Plan returns the error.
func (l *PlanLoader) Load() error {
	l.ahead.Once(0)
	if err := l.ahead.Read(l.Tx, analytics.TablePlans, wire.MaxAhead); err != nil {
		return err
	}
	for i, pair := range l.ahead.Pairs {
		if l.ahead.Values[i] == nil {
			continue
		}
		payload, err := wire.Unseal(l.ahead.Values[i])
		if err != nil {
			continue
		}
		if p, err := DecodePlan(uint32(pair>>32), uint32(pair), payload); err == nil {
			l.Know(p)
		}
	}
	l.ahead.Reset()
	return nil
}
