package storetest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

func mergingVisitors() []promise {
	return []promise{
		{"visitors that turn out to be one become the one with the first id", mergesVisitors},
		{"the id of a merged visitor leads to the one that is left, also after more merges", followsMergedIDs},
		{"deleting a visitor removes all that leads to it", deletesVisitor},
		{"deleting a visitor leaves a document in the same transaction", leavesDocument},
		{"old identities are taken from visitors who were not identified since", forgetsIdentities},
		{"visitors are those of a simple model", modelsVisitors},
		{"when many identify one person, there is one visitor", identifiesOnce},
	}
}

func mergesVisitors(p *probe) {
	p.identify(visitor(3), identity(3))
	p.identify(visitor(1), identity(1))
	p.identify(visitor(2), identity(2))
	found, v := p.joined(visitor(3).Email(), identity(2), identity(1), identity(4))
	p.same("what was found", found, []*linkpack.Visitor{visitor(1), visitor(2), visitor(3)})
	want := visitor(1)
	want.Revision++
	p.same("what JoinVisitors returned", v, want)
	p.holdsVisitor(want, identity(1), identity(2), identity(3), identity(4))
	n, err := p.CountVisitors(p.ctx, "acme")
	p.ok("CountVisitors", err)
	p.same("the number of visitors", n, 1)
	_, err = p.VisitorByEmail(p.ctx, "acme", visitor(2).Email())
	p.fails("the e-mail of a merged visitor", err, linkpack.ErrNotFound)
}

func followsMergedIDs(p *probe) {
	for n := 5; n > 0; n-- { // each merges into an older one
		p.identify(visitor(n), identity(n))
		if n < 5 {
			p.joined("", identity(n), identity(n+1))
		}
	}
	want := visitor(1)
	want.Revision++
	for n := 1; n <= 5; n++ {
		got, err := p.Visitor(p.ctx, "acme", id(n))
		p.ok("Visitor", err)
		p.same(fmt.Sprint("visitor by the id of visitor ", n), got, want)
	}
	want = p.changeVisitor(visitor(5), func(v *linkpack.Visitor) { v.Attributes["plan"] = "pro" })
	p.same("the id of the visitor that was updated", want.ID, id(1))
	p.holdsVisitor(want, identity(1), identity(2), identity(3), identity(4), identity(5))
	again := visitor(4)
	again.Attributes = nil
	_, err := p.JoinVisitors(p.ctx, "acme", "", []string{identity(9)}, *edit(), func([]*linkpack.Visitor) (*linkpack.Visitor, error) { return again, nil })
	p.fails("a new visitor with the id of a merged one", err, linkpack.ErrExists)
}

func identifiesOnce(p *probe) { p.identifiesOnce(func(int) *probe { return p }) }

// identifiesOnce has each worker identify one person in a process.
func (p *probe) identifiesOnce(process func(worker int) *probe) {
	p.tb.Helper()
	errs := together(func(w int) error {
		_, err := process(w).JoinVisitors(p.ctx, "acme", "ada@example.com", []string{identity(w)}, *edit(), func(found []*linkpack.Visitor) (*linkpack.Visitor, error) {
			v := visitor(w + 1)
			if len(found) > 0 {
				v = found[0]
			}
			v.Attributes = map[string]any{linkpack.AttributeEmail: "ada@example.com"}
			v.Revision++
			return v, nil
		})
		return err
	})
	for w, err := range errs {
		p.ok(fmt.Sprint("worker ", w), err)
	}
	page, err := p.ListVisitors(p.ctx, linkpack.VisitorQuery{Workspace: "acme"})
	p.ok("ListVisitors", err)
	p.same("visitors", len(page.Visitors), 1)
	p.same("changes of the visitor", page.Visitors[0].Revision, uint64(workers+1))
	all, err := p.VisitorIdentities(p.ctx, "acme", []string{page.Visitors[0].ID})
	p.ok("VisitorIdentities", err)
	p.same("its identities", len(all[0]), workers)
	p.same("their order", slices.IsSortedFunc(all[0], cmp.Compare[string]), true)
}
