package storetest

import (
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// rowOfVisitor is the row of a visitor that is changed.
func rowOfVisitor(action linkpack.Action, n int, revision uint64) linkpack.Change {
	return linkpack.Change{
		Time: edit().Time, Workspace: "acme", Actor: edit().Actor,
		Kind: linkpack.KindVisitor, ID: id(n), Action: action, Revision: revision,
	}
}

func logsVisitors(p *probe) {
	p.identify(visitor(1), identity(1))
	p.identify(visitor(2), identity(2))
	seq := p.log(0, rowOfVisitor(linkpack.ActionCreate, 1, 1), rowOfVisitor(linkpack.ActionCreate, 2, 1))
	_, err := p.UpdateVisitor(p.ctx, "acme", id(1), *edit(), func(v *linkpack.Visitor) error { v.LastSeen = day.Add(99 * time.Hour); return nil })
	p.ok("UpdateVisitor", err)
	seq = p.log(seq)
	p.changeVisitor(visitor(1), func(*linkpack.Visitor) {})
	seq = p.log(seq, rowOfVisitor(linkpack.ActionUpdate, 1, 2))
	p.ok("ForgetIdentities", p.ForgetIdentities(p.ctx, "acme", []linkpack.OldIdentities{{Visitor: id(1), IdentifiedAt: visitor(1).IdentifiedAt, Identities: []string{identity(3)}}}))
	seq = p.log(seq)
	p.joined("", identity(1), identity(2))
	seq = p.log(seq, rowOfVisitor(linkpack.ActionMerge, 2, 1), rowOfVisitor(linkpack.ActionIdentify, 1, 3))
	p.ok("DeleteVisitor", p.DeleteVisitor(p.ctx, "acme", id(2), *edit(), nil))
	p.log(seq, rowOfVisitor(linkpack.ActionDelete, 1, 3))
}

func holdsConditionsOfVisitors(p *probe) {
	p.identify(visitor(1), identity(1))
	p.addDocument(domain())
	missing := p.at(2)
	_, err := p.JoinVisitors(missing, "acme", "", []string{identity(1), identity(2)}, *edit(), func(found []*linkpack.Visitor) (*linkpack.Visitor, error) { return found[0], nil })
	p.fails("JoinVisitors", err, linkpack.ErrConflict)
	_, err = p.UpdateVisitor(missing, "acme", id(1), *edit(), func(v *linkpack.Visitor) error { v.Revision++; return nil })
	p.fails("UpdateVisitor", err, linkpack.ErrConflict)
	p.fails("ForgetIdentities", p.ForgetIdentities(missing, "acme", nil), linkpack.ErrConflict)
	p.fails("DeleteVisitor", p.DeleteVisitor(missing, "acme", id(1), *edit(), nil), linkpack.ErrConflict)
	p.holdsVisitor(visitor(1), identity(1))
	p.ok("DeleteVisitor", p.DeleteVisitor(p.at(1), "acme", id(1), *edit(), nil))
}
