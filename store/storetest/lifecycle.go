package storetest

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

func lifecycle() []promise {
	return []promise{
		{"a call with a cancelled context does nothing", doesNothingCancelled},
		{"a closed store says that it is closed", saysClosed},
	}
}

// calls returns the errors of all methods of a store with link 1 and document 1.
func (p *probe) calls(ctx context.Context) map[string]error {
	errs := make(map[string]error)
	nothing := func(int, *linkpack.Link) error { return nil }
	d := document(1)
	errs["CreateLinks"] = p.CreateLinks(ctx, link(2))
	_, errs["Link"] = p.Link(ctx, "", id(1))
	_, errs["LinkByCode"] = p.LinkByCode(ctx, "", "code1")
	_, errs["LinkByNumber"] = p.LinkByNumber(ctx, 1)
	_, errs["LinksByNumber"] = p.LinksByNumber(ctx, []uint32{1})
	_, errs["WorkspaceNumber"] = p.WorkspaceNumber(ctx, "")
	_, errs["UpdateLinks"] = p.UpdateLinks(ctx, "", []string{id(1)}, nothing)
	_, errs["LinkRevisions"] = p.LinkRevisions(ctx, "", id(1), 0, 0)
	_, errs["UseLink"] = p.UseLink(ctx, 1, 10)
	_, errs["LinkUses"] = p.LinkUses(ctx, 1)
	_, errs["DeletedLink"] = p.DeletedLink(ctx, "", id(1))
	_, errs["DeletedLinks"] = p.DeletedLinks(ctx, "")
	errs["DeleteLinks"] = p.DeleteLinks(ctx, "", *edit(), id(1))
	_, errs["ListLinks"] = p.ListLinks(ctx, linkpack.LinkQuery{})
	errs["CreateDocument"] = p.CreateDocument(ctx, document(2), edit())
	_, errs["Document"] = p.Document(ctx, d.Kind, d.Workspace, d.ID)
	_, errs["DocumentByKey"] = p.DocumentByKey(ctx, d.Kind, d.Keys[0])
	_, errs["UpdateDocument"] = p.UpdateDocument(ctx, d.Kind, d.Workspace, d.ID, edit(), func(*linkpack.Document) error { return nil })
	errs["DeleteDocument"] = p.DeleteDocument(ctx, d.Kind, d.Workspace, d.ID, edit())
	_, errs["ListDocuments"] = p.ListDocuments(ctx, d.Kind, d.Workspace, "", 0)
	p.callVisitors(ctx, errs)
	_, errs["ChangesAfter"] = p.ChangesAfter(ctx, 0, 0)
	_, errs["LastChange"] = p.LastChange(ctx)
	errs["TrimChanges"] = p.TrimChanges(ctx, 1)
	errs["UpdateClicks"] = p.UpdateClicks(ctx, spoilTables)
	_, errs["LeaseLane"] = p.LeaseLane(ctx, 0, "too late")
	_, errs["Renew"] = p.lane().Renew(ctx)
	errs["Fulfil"] = p.lane().Fulfil(ctx, "one")
	_, errs["Asked"] = p.Asked(ctx, []analytics.Lane{p.lane().Lane()}, "one")
	errs["Ask"] = p.Ask(ctx, []analytics.Lane{p.lane().Lane()}, analytics.Request{ID: "one", Kind: analytics.RequestFlush})
	errs["UpdateShared"] = p.UpdateShared(ctx, putShared("a", "spoiled"))
	errs["ViewClicks"] = p.ViewClicks(ctx, func(analytics.Tx) error { return nil })
	return errs
}

// callVisitors adds the errors of the methods for visitors, with visitor 1.
func (p *probe) callVisitors(ctx context.Context, errs map[string]error) {
	_, errs["Visitor"] = p.Visitor(ctx, "acme", id(1))
	_, errs["VisitorByEmail"] = p.VisitorByEmail(ctx, "acme", visitor(1).Email())
	_, errs["VisitorsByIdentity"] = p.VisitorsByIdentity(ctx, "acme", []string{identity(1)})
	_, errs["VisitorIdentities"] = p.VisitorIdentities(ctx, "acme", []string{id(1)})
	errs["ForgetIdentities"] = p.ForgetIdentities(ctx, "acme", nil)
	_, errs["JoinVisitors"] = p.JoinVisitors(ctx, "acme", "", []string{identity(2)}, *edit(), func([]*linkpack.Visitor) (*linkpack.Visitor, error) { return visitor(2), nil })
	_, errs["UpdateVisitor"] = p.UpdateVisitor(ctx, "acme", id(1), *edit(), func(v *linkpack.Visitor) error { v.Revision++; return nil })
	errs["DeleteVisitor"] = p.DeleteVisitor(ctx, "acme", id(1), *edit(), nil)
	_, errs["ListVisitors"] = p.ListVisitors(ctx, linkpack.VisitorQuery{})
	_, errs["CountVisitors"] = p.CountVisitors(ctx, "acme")
}

func doesNothingCancelled(p *probe) {
	l, d := link(1), document(1)
	p.create(l)
	p.addDocument(d)
	p.identify(visitor(1), identity(1))
	p.put(analytics.TableLog, "a", "1", "b", "2")
	ctx, cancel := context.WithCancel(p.ctx)
	cancel()
	for name, err := range p.calls(ctx) {
		p.fails(name, err, context.Canceled)
	}
	p.holds(l)
	p.lacks(link(2))
	p.used(l.Number, 0)
	p.holdsDocument(d)
	p.lacksDocument(document(2))
	p.holdsVisitor(visitor(1), identity(1))
	p.lacksVisitor(visitor(2), identity(2))
	p.unspoiled()
	p.shared()
}

func saysClosed(p *probe) {
	p.create(link(1))
	p.addDocument(document(1))
	p.lane()
	p.ok("Close", p.Close())
	for name, err := range p.calls(p.ctx) {
		p.fails(name, err, linkpack.ErrClosed)
	}
	p.ok("Release", p.lane().Release(p.ctx))
	p.fails("Close", p.Close(), linkpack.ErrClosed)
}
