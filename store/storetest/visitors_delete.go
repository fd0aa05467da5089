package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func deletesVisitor(p *probe) {
	p.identify(visitor(1), identity(1))
	p.identify(visitor(2), identity(2))
	p.joined("", identity(1), identity(2))
	p.identify(visitor(3), identity(3))
	p.ok("DeleteVisitor", p.DeleteVisitor(p.ctx, "acme", id(2), *edit(), nil))
	p.lacksVisitor(visitor(1), identity(1), identity(2))
	p.lacksVisitor(visitor(2))
	p.holdsVisitor(visitor(3), identity(3))
	p.identify(visitor(2), identity(1))
	p.holdsVisitor(visitor(2), identity(1))
}

func leavesDocument(p *probe) {
	p.identify(visitor(1), identity(2), identity(1))
	p.identify(visitor(2), identity(3))
	leave := func(id string, identities []string) *linkpack.Document {
		d := document(1)
		d.Body = []byte(fmt.Sprintf(`{"n":1,"what":%q,"count":%d}`, id, len(identities)))
		return d
	}
	var told []string
	p.ok("DeleteVisitor", p.DeleteVisitor(p.ctx, "acme", id(1), *edit(), func(id string, identities []string) *linkpack.Document {
		told = slices.Clone(identities)
		return leave(id, identities)
	}))
	p.same("the identities of the deleted visitor", told, []string{identity(1), identity(2)})
	want := leave(id(1), told)
	want.Revision = 1
	p.holdsDocument(want)
	p.lacksVisitor(visitor(1), identity(1), identity(2))
	err := p.DeleteVisitor(p.ctx, "acme", id(2), *edit(), leave)
	p.fails("DeleteVisitor with a document that exists", err, linkpack.ErrExists)
	p.holdsVisitor(visitor(2), identity(3))
	p.ok("DeleteVisitor", p.DeleteVisitor(p.ctx, "acme", id(2), *edit(), func(string, []string) *linkpack.Document { return nil }))
}

func forgetsIdentities(p *probe) {
	p.identify(visitor(1), identity(1), identity(2), identity(3))
	p.identify(visitor(2), identity(4))
	at := visitor(1).IdentifiedAt
	p.ok("ForgetIdentities", p.ForgetIdentities(p.ctx, "acme", []linkpack.OldIdentities{
		{Visitor: id(1), IdentifiedAt: at, Identities: []string{identity(3), identity(1), identity(4), identity(9)}},
		{Visitor: id(2), IdentifiedAt: at.Add(-time.Second), Identities: []string{identity(4)}},
		{Visitor: id(3), IdentifiedAt: at, Identities: []string{identity(2)}},
	}))
	p.holdsVisitor(visitor(1), identity(2))
	p.holdsVisitor(visitor(2), identity(4))
	all, err := p.VisitorsByIdentity(p.ctx, "acme", []string{identity(1), identity(3)})
	p.ok("VisitorsByIdentity", err)
	p.same("visitors by the identities that were taken", all, make([]*linkpack.Visitor, 2))
	p.ok("ForgetIdentities of the rest", p.ForgetIdentities(p.ctx, "acme", []linkpack.OldIdentities{{Visitor: id(1), IdentifiedAt: at, Identities: []string{identity(2)}}}))
	p.holdsVisitor(visitor(1))
	p.identify(visitor(3), identity(1))
	p.holdsVisitor(visitor(3), identity(1))
}
