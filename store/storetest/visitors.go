package storetest

import (
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func keepingVisitors() []promise {
	return []promise{
		{"a visitor is stored and found as it is", storesVisitor},
		{"a visitor is found in its workspace alone", keepsVisitorsApart},
		{"an identity or e-mail has one visitor", joinsByAlias},
		{"the id of a visitor is given once", givesVisitorIDOnce},
		{"a join that fails or panics changes nothing", forgetsFailedJoin},
		{"an e-mail of another visitor is refused", refusesTakenEmail},
		{"an update is stored and returned, and keeps id and workspace", updatesVisitor},
		{"an e-mail that is given up is free", freesEmail},
		{"what is not there is not found", findsNoVisitor},
		{"visitors belong to the caller", sharesNoVisitors},
		{"a visitor keeps no text that it was given", keepsNoTextsOfVisitors},
		{"changes of visitors are logged", logsVisitors},
		{"visitors are written only if the condition holds", holdsConditionsOfVisitors},
	}
}

// visitor returns the nth visitor, with every field set.
func visitor(n int) *linkpack.Visitor {
	return &linkpack.Visitor{
		ID: id(n), Workspace: "acme", Revision: 1,
		Attributes: map[string]any{
			linkpack.AttributeEmail: fmt.Sprintf("Ada%d@Example.com", n), linkpack.AttributeFirstName: "Ada",
			linkpack.AttributeLastName: "Müller 🎉", "score": 1.5, "big": 1e300, "vip": true, "signup": "2026-01-31",
		},
		FirstSeen: day, LastSeen: day.Add(time.Hour), IdentifiedAt: day.Add(2 * time.Hour),
		CreatedAt: day.Add(time.Minute), UpdatedAt: day.Add(time.Duration(n) * time.Second),
	}
}

// identity returns the nth identity.
func identity(n int) string { return fmt.Sprintf("p%d\x00ü", n) }

// identify creates a visitor with identities.
func (p *probe) identify(v *linkpack.Visitor, identities ...string) {
	p.tb.Helper()
	_, err := p.JoinVisitors(p.ctx, v.Workspace, "", identities, *edit(), func(found []*linkpack.Visitor) (*linkpack.Visitor, error) {
		p.same("visitors before the first", len(found), 0)
		return v.Clone(), nil
	})
	p.ok("JoinVisitors", err)
}

// holdsVisitor checks that a visitor is found by its id, e-mail and identities, as it
// is.
func (p *probe) holdsVisitor(want *linkpack.Visitor, identities ...string) {
	p.tb.Helper()
	got, err := p.Visitor(p.ctx, want.Workspace, want.ID)
	p.ok("Visitor", err)
	p.same("visitor by id", got, want)
	if email := want.Email(); email != "" {
		got, err = p.VisitorByEmail(p.ctx, want.Workspace, email)
		p.ok("VisitorByEmail", err)
		p.same("visitor by e-mail", got, want)
	}
	all, err := p.VisitorsByIdentity(p.ctx, want.Workspace, identities)
	p.ok("VisitorsByIdentity", err)
	for i, identity := range identities {
		p.same(fmt.Sprintf("visitor by identity %q", identity), all[i], want)
	}
	names, err := p.VisitorIdentities(p.ctx, want.Workspace, []string{want.ID})
	p.ok("VisitorIdentities", err)
	p.same("identities", names, [][]string{identities})
}

// lacksVisitor checks that nothing leads to a visitor.
func (p *probe) lacksVisitor(v *linkpack.Visitor, identities ...string) {
	p.tb.Helper()
	_, err := p.Visitor(p.ctx, v.Workspace, v.ID)
	p.fails("Visitor", err, linkpack.ErrNotFound)
	_, err = p.VisitorByEmail(p.ctx, v.Workspace, v.Email())
	p.fails("VisitorByEmail", err, linkpack.ErrNotFound)
	all, err := p.VisitorsByIdentity(p.ctx, v.Workspace, identities)
	p.ok("VisitorsByIdentity", err)
	p.same("visitors by identity", all, make([]*linkpack.Visitor, len(identities)))
	names, err := p.VisitorIdentities(p.ctx, v.Workspace, []string{v.ID})
	p.ok("VisitorIdentities", err)
	p.same("identities", names, [][]string{nil})
}

func storesVisitor(p *probe) {
	p.identify(visitor(1), identity(1), identity(2))
	p.holdsVisitor(visitor(1), identity(1), identity(2))
	bare := &linkpack.Visitor{ID: id(2), Revision: 1}
	p.identify(bare)
	bare.Workspace = linkpack.DefaultWorkspace
	p.holdsVisitor(bare)
	both, err := p.VisitorsByIdentity(p.ctx, "acme", []string{identity(9), identity(2), identity(1)})
	p.ok("VisitorsByIdentity", err)
	p.same("visitors in the order of identities", both, []*linkpack.Visitor{nil, visitor(1), visitor(1)})
}

func keepsVisitorsApart(p *probe) {
	here, there := visitor(1), visitor(1)
	there.Workspace, there.Attributes["company"] = "acme2", "Acme"
	p.identify(here, identity(1))
	p.identify(there, identity(1))
	p.holdsVisitor(here, identity(1))
	p.holdsVisitor(there, identity(1))
	p.ok("DeleteVisitor", p.DeleteVisitor(p.ctx, here.Workspace, here.ID, *edit(), nil))
	p.lacksVisitor(here, identity(1))
	p.holdsVisitor(there, identity(1))
}

// joined lets the store join what has an e-mail or identities, and returns what was
// found and what is stored. The change raises the revision of the first.
func (p *probe) joined(email string, identities ...string) (found []*linkpack.Visitor, v *linkpack.Visitor) {
	p.tb.Helper()
	v, err := p.JoinVisitors(p.ctx, "acme", email, identities, *edit(), func(all []*linkpack.Visitor) (*linkpack.Visitor, error) {
		found = nil
		for _, f := range all {
			found = append(found, f.Clone())
		}
		all[0].Revision++
		return all[0], nil
	})
	p.ok("JoinVisitors", err)
	return found, v
}

func joinsByAlias(p *probe) {
	p.identify(visitor(1), identity(1))
	want := visitor(1)
	for n, by := range []struct {
		email      string
		identities []string
	}{{"ada1@example.com", nil}, {"", []string{identity(1)}}, {"ada1@example.com", []string{identity(1), identity(2), identity(2)}}} {
		found, got := p.joined(by.email, by.identities...)
		p.same(fmt.Sprint("what was found, ", n), found, []*linkpack.Visitor{want})
		want.Revision++
		p.same("what JoinVisitors returned", got, want)
	}
	p.holdsVisitor(want, identity(1), identity(2))
}

func givesVisitorIDOnce(p *probe) {
	p.identify(visitor(1), identity(1))
	second := visitor(2)
	second.ID = id(1)
	_, err := p.JoinVisitors(p.ctx, "acme", "", []string{identity(2)}, *edit(), func([]*linkpack.Visitor) (*linkpack.Visitor, error) { return second, nil })
	p.fails("JoinVisitors", err, linkpack.ErrExists)
	p.holdsVisitor(visitor(1), identity(1))
	_, err = p.VisitorByEmail(p.ctx, "acme", second.Email())
	p.fails("VisitorByEmail", err, linkpack.ErrNotFound)
}

func forgetsFailedJoin(p *probe) {
	p.identify(visitor(1), identity(1))
	p.identify(visitor(2), identity(2))
	cause := errors.New("the function's own error")
	spoil := func(found []*linkpack.Visitor) {
		found[0].Attributes["score"], found[0].Revision = 7, 9
		found[1].Attributes["score"] = 7
	}
	_, err := p.JoinVisitors(p.ctx, "acme", "", []string{identity(1), identity(2), identity(3)}, *edit(), func(found []*linkpack.Visitor) (*linkpack.Visitor, error) {
		spoil(found)
		return found[0], cause
	})
	p.fails("JoinVisitors", err, cause)
	func() {
		defer func() { p.same("the panic", recover(), "on purpose") }()
		_, _ = p.JoinVisitors(p.ctx, "acme", "", []string{identity(1), identity(2)}, *edit(), func(found []*linkpack.Visitor) (*linkpack.Visitor, error) {
			spoil(found)
			panic("on purpose")
		})
	}()
	p.holdsVisitor(visitor(1), identity(1))
	p.holdsVisitor(visitor(2), identity(2))
	all, err := p.VisitorsByIdentity(p.ctx, "acme", []string{identity(3)})
	p.ok("VisitorsByIdentity", err)
	p.same("the identity of the call that failed", all, []*linkpack.Visitor{nil})
}

func refusesTakenEmail(p *probe) {
	p.identify(visitor(1), identity(1))
	p.identify(visitor(2), identity(2))
	take := func(v *linkpack.Visitor) { v.Attributes[linkpack.AttributeEmail] = "ADA1@example.com" }
	_, err := p.UpdateVisitor(p.ctx, "acme", id(2), *edit(), func(v *linkpack.Visitor) error { take(v); return nil })
	p.fails("UpdateVisitor", err, linkpack.ErrExists)
	third := visitor(3)
	take(third)
	_, err = p.JoinVisitors(p.ctx, "acme", "", []string{identity(3)}, *edit(), func([]*linkpack.Visitor) (*linkpack.Visitor, error) { return third, nil })
	p.fails("JoinVisitors", err, linkpack.ErrExists)
	p.holdsVisitor(visitor(1), identity(1))
	p.holdsVisitor(visitor(2), identity(2))
	_, err = p.Visitor(p.ctx, "acme", id(3))
	p.fails("the visitor that was refused", err, linkpack.ErrNotFound)
}

func sharesNoVisitors(p *probe) {
	spoilVisitor := func(v *linkpack.Visitor) { v.Attributes["score"], v.ID = "spoiled", "spoiled" }
	given, kept := visitor(1), (*linkpack.Visitor)(nil)
	made, err := p.JoinVisitors(p.ctx, "acme", "", []string{identity(1)}, *edit(), func([]*linkpack.Visitor) (*linkpack.Visitor, error) { return given, nil })
	p.ok("JoinVisitors", err)
	spoilVisitor(made)
	spoilVisitor(given)
	p.holdsVisitor(visitor(1), identity(1))
	for _, read := range []func() (*linkpack.Visitor, error){
		func() (*linkpack.Visitor, error) { return p.Visitor(p.ctx, "acme", id(1)) },
		func() (*linkpack.Visitor, error) { return p.VisitorByEmail(p.ctx, "acme", visitor(1).Email()) },
		func() (*linkpack.Visitor, error) {
			all, err := p.VisitorsByIdentity(p.ctx, "acme", []string{identity(1)})
			return all[0], err
		},
		func() (*linkpack.Visitor, error) {
			page, err := p.ListVisitors(p.ctx, linkpack.VisitorQuery{Workspace: "acme"})
			return page.Visitors[0], err
		},
		func() (*linkpack.Visitor, error) {
			return p.UpdateVisitor(p.ctx, "acme", id(1), *edit(), func(v *linkpack.Visitor) error { kept = v; return nil })
		},
	} {
		v, err := read()
		p.ok("reading", err)
		spoilVisitor(v)
		p.holdsVisitor(visitor(1), identity(1))
	}
	spoilVisitor(kept)
	p.holdsVisitor(visitor(1), identity(1))
}
