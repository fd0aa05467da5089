package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

func clickLanes() []promise {
	return []promise{
		{"a lane that is leased is leased to nobody else", leasesOnce},
		{"when many want one lane, exactly one gets it", onlyOneLeases},
		{"a released lane goes on where it was", goesOnAfterRelease},
		{"a lease that has ended writes nothing", refusesEndedLease},
		{"a lease is renewed as long as it is held", renews},
		{"a view knows the lanes", knowsLanes},
		{"a lane that nobody wrote to is empty", viewsUnknownLane},
	}
}

// again leases the lane of another lease.
func (p *probe) again(l analytics.Lease) (analytics.Lease, error) {
	return p.LeaseLane(p.ctx, l.Lane(), "storetest again")
}

func leasesOnce(p *probe) {
	first := p.lane()
	_, err := p.again(first)
	p.fails("LeaseLane of the lane", err, analytics.ErrLeased)
	second, err := p.LeaseLane(p.ctx, 0, "somebody else")
	if err != nil {
		p.fails("LeaseLane of any lane", err, analytics.ErrLeased)
		return
	}
	if second.Lane() == first.Lane() {
		p.broken("lane %d was leased twice", first.Lane())
	}
	p.ok("Release", second.Release(p.ctx))
}

func onlyOneLeases(p *probe) {
	for range 5 {
		wanted := p.lane()
		p.ok("Release", wanted.Release(p.ctx))
		leases := make([]analytics.Lease, workers)
		errs := together(func(w int) (err error) {
			leases[w], err = p.again(wanted)
			return err
		})
		held := slices.DeleteFunc(leases, func(l analytics.Lease) bool { return l == nil || l.Lane() != wanted.Lane() })
		p.same("recorders with the lane", len(held), 1)
		for _, err := range errs {
			if err != nil {
				p.fails("one that came too late", err, analytics.ErrLeased)
			}
		}
		p.lease = held[0]
	}
}

func goesOnAfterRelease(p *probe) {
	p.put(analytics.TableLog, "a", "1")
	first := p.lane()
	p.ok("Release", first.Release(p.ctx))
	second, err := p.again(first)
	p.ok("LeaseLane of a lane that was released", err)
	p.same("the lane", second.Lane(), first.Lane())
	if second.Epoch() <= first.Epoch() || first.Epoch() == 0 {
		p.broken("epoch %d follows epoch %d", second.Epoch(), first.Epoch())
	}
	p.lease = second
	p.put(analytics.TableLog, "b", "2")
	p.same("rows", p.rows(analytics.TableLog), []string{"a", "1", "b", "2"})
}

func refusesEndedLease(p *probe) {
	p.put(analytics.TableLog, "a", "1", "b", "2")
	ended := p.lane()
	p.ok("Release", ended.Release(p.ctx))
	look := func(when string) {
		p.fails("UpdateClicks "+when, ended.UpdateClicks(p.ctx, spoilTables), analytics.ErrLeaseLost)
		_, err := ended.Renew(p.ctx)
		p.fails("Renew "+when, err, analytics.ErrLeaseLost)
		p.ok("Release "+when, ended.Release(p.ctx))
	}
	look("after Release")
	next, err := p.again(ended)
	p.ok("LeaseLane", err)
	look("when somebody else has the lane")
	p.lease = next
	p.unspoiled()
	p.put(analytics.TableLog, "c", "3")
}

func renews(p *probe) {
	l := p.lane()
	_, err := l.Renew(p.ctx)
	p.ok("Renew", err)
	asked := analytics.Request{ID: "one", Kind: analytics.RequestErase, Value: []byte("7")}
	p.ok("Ask", p.Ask(p.ctx, []analytics.Lane{l.Lane()}, asked))
	requests, err := l.Renew(p.ctx)
	p.ok("Renew", err)
	for _, r := range requests {
		p.same("a request", r, asked)
	}
	p.put(analytics.TableLog, "a", "1")
}

func knowsLanes(p *probe) {
	l := p.lane()
	p.put(analytics.TableLog, "a", "1")
	for _, leased := range []bool{true, false} {
		p.ok("ViewClicks", p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
			lanes, err := v.Lanes()
			p.ok("Lanes", err)
			byNumber := func(a, b analytics.LaneInfo) int { return cmp.Compare(a.Lane, b.Lane) }
			if !slices.IsSortedFunc(lanes, byNumber) {
				p.broken("the lanes are in the order %v", lanes)
			}
			i, found := slices.BinarySearchFunc(lanes, analytics.LaneInfo{Lane: l.Lane()}, byNumber)
			if !found {
				p.broken("lane %d is not among %v", l.Lane(), lanes)
			}
			p.same("its epoch", lanes[i].Epoch, l.Epoch())
			p.same("that it is leased", lanes[i].Leased, leased)
			return nil
		}))
		p.ok("Release", l.Release(p.ctx))
	}
}

func viewsUnknownLane(p *probe) {
	p.put(analytics.TableLog, "a", "1")
	p.ok("ViewClicks", p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
		other := v.Lane(analytics.MaxLane)
		value, err := other.Get(analytics.TableLog, []byte("a"))
		rows, scanErr := scan(other, analytics.TableLog, nil, nil)
		all, allErr := getAll(other, analytics.TableLog, "a")
		p.ok("reading", errors.Join(err, scanErr, allErr))
		p.same("what it has", fmt.Sprint(value == nil, rows, all), "true [] []")
		if other.Put(analytics.TableLog, []byte("a"), []byte("spoiled")) == nil {
			p.broken("Put gave no error")
		}
		return nil
	}))
}
