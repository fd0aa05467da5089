package storetest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// leases leases a lane for each of n processes. The test is skipped if the store does not
// have so many.
func (p *processes) leases(n int) (leases []analytics.Lease) {
	p.tb.Helper()
	for _, process := range p.all[:n] {
		l, err := process.LeaseLane(p.ctx, 0, "storetest")
		if errors.Is(err, analytics.ErrLeased) {
			p.tb.Skip("the store has too few lanes")
		}
		p.ok("LeaseLane", err)
		process.lease = l
		leases = append(leases, l)
	}
	return leases
}

// expired lets the lease of a lane run out.
func (p *processes) expired(l analytics.Lease) {
	p.tb.Helper()
	if p.expire == nil {
		p.tb.Skip("leases of the store do not run out")
	}
	p.expire(p.tb, l)
}

// takenOver leases the lane of the first process for the last.
func (p *processes) takenOver(l analytics.Lease) {
	p.tb.Helper()
	p.expired(l)
	next, err := p.all[workers-1].again(l)
	p.ok("LeaseLane of a lane whose lease has run out", err)
	if next.Epoch() <= l.Epoch() {
		p.broken("epoch %d follows epoch %d", next.Epoch(), l.Epoch())
	}
	p.all[workers-1].lease = next
}

func leasesTwoLanes(p *processes) {
	leases := p.leases(3)
	var lanes []analytics.Lane
	for _, l := range leases {
		lanes = append(lanes, l.Lane())
	}
	slices.Sort(lanes)
	p.same("different lanes", len(slices.Compact(lanes)), 3)
	for _, l := range leases {
		_, err := p.all[workers-1].again(l)
		p.fails("LeaseLane of a lane that another process has", err, analytics.ErrLeased)
	}
}

func onlyOneTakesOver(p *processes) {
	lost := p.leases(1)[0]
	p.expired(lost)
	leases := make([]analytics.Lease, workers)
	errs := together(func(w int) (err error) {
		leases[w], err = p.all[w].again(lost)
		return err
	})
	won := 0
	for w, err := range errs {
		if err == nil {
			won++
			p.same("the lane", leases[w].Lane(), lost.Lane())
			continue
		}
		p.fails("one that came too late", err, analytics.ErrLeased)
	}
	p.same("processes that got the lane", won, 1)
}

func reusesLanes(p *processes) {
	leases := p.leases(2)
	p.put(analytics.TableLog, "a", "1")
	p.ok("Release", leases[0].Release(p.ctx))
	if p.expire != nil {
		p.expire(p.tb, leases[1])
	}
	next, err := p.all[2].LeaseLane(p.ctx, 0, "storetest")
	p.ok("LeaseLane", err)
	p.same("the lane", next.Lane(), leases[0].Lane())
	p.all[2].lease = next
	p.same("its rows", p.all[2].rows(analytics.TableLog), []string{"a", "1"})
}

func fencesLost(p *processes) {
	lost := p.leases(1)[0]
	p.put(analytics.TableLog, "a", "1", "b", "2")
	p.takenOver(lost)
	p.fails("UpdateClicks", lost.UpdateClicks(p.ctx, spoilTables), analytics.ErrLeaseLost)
	_, err := lost.Renew(p.ctx)
	p.fails("Renew", err, analytics.ErrLeaseLost)
	p.ok("Release", lost.Release(p.ctx))
	p.all[workers-1].unspoiled()
	p.all[workers-1].put(analytics.TableLog, "c", "3")
}

func lanesAreApart(p *processes) {
	leases := p.leases(2)
	p.ok("UpdateClicks", leases[0].UpdateClicks(p.ctx, func(tx analytics.Tx) error {
		p.ok("Put", tx.Put(analytics.TableLog, []byte("a"), []byte("1")))
		p.ok("an update of another lane", p.elsewhere(func() error {
			return leases[1].UpdateClicks(p.ctx, spoilTables)
		}))
		p.ok("a view", p.elsewhere(func() error {
			return p.all[2].Store.ViewClicks(p.ctx, func(v analytics.View) error {
				rows, err := scan(v.Lane(leases[1].Lane()), analytics.TableLog, nil, nil)
				p.same("the other lane", rows, []string{"a", "spoiled"})
				return err
			})
		}))
		return nil
	}))
	p.same("the lane", p.rows(analytics.TableLog), []string{"a", "1"})
}

// viewsAllLanes raises a counter of the shared table and one of each lane in turns, so that
// in each state the first is not behind.
func viewsAllLanes(p *processes) {
	leases := p.leases(3)
	count := func(table analytics.Table) func(analytics.Tx) error {
		return func(tx analytics.Tx) error { return countUp(tx, table) }
	}
	p.ok("reading and writing", errors.Join(together(func(w int) error {
		for range 20 {
			if w > 0 {
				if err := p.all[w].inStep(leases); err != nil {
					return err
				}
				continue
			}
			err := p.UpdateShared(p.ctx, count(analytics.TableShared))
			for _, l := range leases {
				err = errors.Join(err, l.UpdateClicks(p.ctx, count(analytics.TableMeta)))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})...))
}

// inStep checks that a view has counters which follow each other by one at most.
func (p *probe) inStep(leases []analytics.Lease) error {
	return p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
		first, err := counter(v.Shared(), analytics.TableShared, "left")
		last := first
		for _, l := range leases {
			n, laneErr := counter(v.Lane(l.Lane()), analytics.TableMeta, "right")
			if err = errors.Join(err, laneErr); err == nil && (n > last || n+1 < first) {
				err = fmt.Errorf("the counter of lane %d is %d, behind %d and %d", l.Lane(), n, first, last)
			}
			last = n
		}
		return err
	})
}
