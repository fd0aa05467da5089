package clicklog

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// PlanLoader finds plans: those that are still in the log it is given, the
// stored ones it reads, each once.
type PlanLoader struct {
	Tx    analytics.Tx
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

// Plan returns the plan of a link's revision.
func (l *PlanLoader) Plan(link, revision uint32) (*analytics.Plan, error) {
	if p := l.plans[PlanKey(link, revision)]; p != nil {
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

// PlanOf returns the plan of a group of a chunk. If it has to be read, those of
// the chunk's other groups that are wanted are read with it.
func (l *PlanLoader) PlanOf(c *Chunk, g *Group) (*analytics.Plan, error) {
	if p := l.plans[PlanKey(g.Link, g.Revision)]; p != nil {
		return p, nil
	}
	l.ahead.Reset()
	for other, err := range c.All() {
		if err != nil {
			break // whoever reads that group is told
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

// Want has a plan read by load unless it is known.
func (l *PlanLoader) Want(link, revision uint32) {
	if l.plans[PlanKey(link, revision)] == nil {
		l.ahead.WantOnce(wire.PairOf(link, revision))
	}
}

// Load reads the plans that are wanted. What cannot be read is left to plan, which
// says what is wrong.
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
