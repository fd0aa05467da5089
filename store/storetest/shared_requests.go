package storetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/linkpack/linkpack-go/analytics"
)

// ask has each process ask something of a lane.
func (p *processes) ask(lane analytics.Lane) (asked []analytics.Request) {
	p.tb.Helper()
	for i, process := range p.all {
		r := analytics.Request{ID: fmt.Sprint("r", i), Kind: analytics.RequestRebuild, Value: []byte{byte(i)}}
		for range 2 {
			p.ok("Ask", process.Ask(p.ctx, []analytics.Lane{lane}, r))
		}
		asked = append(asked, r)
	}
	return asked
}

// requests returns what Renew returns, by ID.
func (p *processes) requests(l analytics.Lease) []analytics.Request {
	p.tb.Helper()
	requests, err := l.Renew(p.ctx)
	p.ok("Renew", err)
	slices.SortFunc(requests, func(a, b analytics.Request) int { return strings.Compare(a.ID, b.ID) })
	return requests
}

// wasAsked reports whether a view says that a lane has requests.
func (p *processes) wasAsked(lane analytics.Lane) (asked bool) {
	p.tb.Helper()
	p.ok("ViewClicks", p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
		lanes, err := v.Lanes()
		asked = slices.ContainsFunc(lanes, func(l analytics.LaneInfo) bool { return l.Lane == lane && l.Asked })
		return err
	}))
	return asked
}

func getsRequests(p *processes) {
	leases := p.leases(2)
	asked := p.ask(leases[0].Lane())
	for range 2 {
		p.same("the requests, which nobody has fulfilled", p.requests(leases[0]), asked)
	}
	p.same("requests to another lane", len(p.requests(leases[1])), 0)
	p.same("that the lanes have requests", []bool{p.wasAsked(leases[0].Lane()), p.wasAsked(leases[1].Lane())}, []bool{true, false})
}

func endsRequests(p *processes) {
	leases := p.leases(2)
	lanes := []analytics.Lane{leases[0].Lane(), leases[1].Lane()}
	slices.Sort(lanes)
	all := analytics.Request{ID: "all", Kind: analytics.RequestErase, Value: []byte("7")}
	p.ok("Ask", p.Ask(p.ctx, lanes, all))
	asked := p.ask(leases[0].Lane())
	p.ok("Fulfil of nothing", leases[0].Fulfil(p.ctx))
	for range 2 {
		p.ok("Fulfil", leases[0].Fulfil(p.ctx, all.ID, asked[0].ID, "unknown"))
		p.same("the requests that are left", p.requests(leases[0]), asked[1:])
		still, err := p.Asked(p.ctx, lanes, all.ID)
		p.ok("Asked", err)
		p.same("lanes that still have the request", still, []analytics.Lane{leases[1].Lane()})
	}
	p.same("requests to the other lane", p.requests(leases[1]), []analytics.Request{all})
	p.ok("Fulfil", leases[1].Fulfil(p.ctx, all.ID))
	still, err := p.Asked(p.ctx, lanes, all.ID)
	p.ok("Asked", err)
	p.same("lanes that still have the request", len(still), 0)
	p.same("that the lane has requests", p.wasAsked(leases[1].Lane()), false)
}

func passesRequestsOn(p *processes) {
	lost := p.leases(1)[0]
	asked := p.ask(lost.Lane())
	p.takenOver(lost)
	p.fails("Fulfil", lost.Fulfil(p.ctx, asked[0].ID), analytics.ErrLeaseLost)
	next := p.all[workers-1].lease
	p.same("the requests of the next owner", p.requests(next), asked)
	p.ok("Release", next.Release(p.ctx))
	p.same("that the free lane has requests", p.wasAsked(lost.Lane()), true)
	last, err := p.again(lost)
	p.ok("LeaseLane", err)
	p.lease = last
	p.same("the requests of the last owner", p.requests(last), asked)
}

// tellsHowLeasesEnded looks at a lane that is leased, that has run out, and that was released.
func tellsHowLeasesEnded(p *processes) {
	l := p.leases(1)[0]
	expired := func() (expired bool) {
		p.ok("ViewClicks", p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
			lanes, err := v.Lanes()
			expired = slices.ContainsFunc(lanes, func(info analytics.LaneInfo) bool { return info.Lane == l.Lane() && info.Expired })
			return err
		}))
		return expired
	}
	p.same("that the lease of a lane that is leased has run out", expired(), false)
	p.expired(l)
	p.same("that it has run out", expired(), true)
	next, err := p.again(l)
	p.ok("LeaseLane", err)
	p.ok("Release", next.Release(p.ctx))
	p.same("that one which was released has run out", expired(), false)
}
