package storetest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

func identifyOnceTogether(p *processes) {
	p.identifiesOnce(func(w int) *probe { return p.all[w] })
}

// mergeTogether has each process join two of as many visitors, so that all are one at the
// end, whatever the order.
func mergeTogether(p *processes) {
	var want []string
	for w := range workers {
		p.identify(visitor(w), identity(w))
		want = append(want, identity(w))
	}
	slices.Sort(want)
	p.ok("JoinVisitors", errors.Join(together(func(w int) error {
		_, err := p.all[w].JoinVisitors(p.ctx, "acme", "", []string{identity(w), identity((w + 1) % workers)}, *edit(), func(found []*linkpack.Visitor) (*linkpack.Visitor, error) {
			found[0].Revision++
			return found[0], nil
		})
		return err
	})...))
	page, err := p.ListVisitors(p.ctx, linkpack.VisitorQuery{Workspace: "acme"})
	p.ok("ListVisitors", err)
	p.same("visitors", len(page.Visitors), 1)
	p.same("calls that changed the visitor", page.Visitors[0].Revision <= visitor(0).Revision+workers, true)
	for w, process := range p.all {
		v, err := process.Visitor(p.ctx, "acme", id(w))
		p.ok("Visitor", err)
		p.same(fmt.Sprint("the visitor that the id of visitor ", w, " leads to"), v, page.Visitors[0])
	}
	all, err := p.VisitorIdentities(p.ctx, "acme", []string{page.Visitors[0].ID})
	p.ok("VisitorIdentities", err)
	p.same("its identities", all[0], want)
}
