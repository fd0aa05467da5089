package storetest

import (
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
)

func changingDocuments() []promise {
	return []promise{
		{"an update is stored, returned and counted", updatesDocument},
		{"an update changes only keys and body", keepsDocumentIdentity},
		{"an update that fails changes nothing", forgetsFailedDocumentUpdate},
		{"an update that panics changes nothing", survivesPanickingDocumentUpdate},
		{"an update cannot take another document's key", refusesTakenKey},
		{"a key that is given up is free", freesKeys},
		{"deleting a document frees its keys", deletesDocument},
		{"a document that does not exist cannot be changed or deleted", changesNoDocument},
	}
}

func listingDocuments() []promise {
	return []promise{
		{"documents come in the order of their ids", listsDocuments},
		{"a list begins after an id and ends at a limit", listsPartOfDocuments},
		{"a negative limit is refused", refusesNegativeLimit},
	}
}

// changeDocument updates a document that exists.
func (p *probe) changeDocument(d *linkpack.Document, update func(*linkpack.Document)) *linkpack.Document {
	p.tb.Helper()
	changed, err := p.UpdateDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit(), func(d *linkpack.Document) error {
		update(d)
		return nil
	})
	p.ok("UpdateDocument", err)
	return changed
}

func updatesDocument(p *probe) {
	d := document(1)
	p.addDocument(d)
	want := document(1)
	want.Keys, want.Body, want.Revision = []string{"name/1", "new"}, []byte(`{"changed":true}`), 2
	got := p.changeDocument(d, func(d *linkpack.Document) {
		d.Keys, d.Body = []string{"name/1", "new"}, []byte(`{"changed":true}`)
	})
	p.sameDocument("what UpdateDocument returned", got, want)
	p.holdsDocument(want)
	p.same("the third revision", p.changeDocument(d, func(*linkpack.Document) {}).Revision, uint64(3))
}

func keepsDocumentIdentity(p *probe) {
	d := document(1)
	p.addDocument(d)
	got := p.changeDocument(d, func(d *linkpack.Document) {
		d.Kind, d.Workspace, d.ID, d.Revision = "domain", "other", "t9", 99
	})
	d.Revision = 2
	p.sameDocument("what UpdateDocument returned", got, d)
	p.holdsDocument(d)
}

func forgetsFailedDocumentUpdate(p *probe) {
	d := document(1)
	p.addDocument(d)
	cause := errors.New("the update's own error")
	_, err := p.UpdateDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit(), func(d *linkpack.Document) error {
		d.Keys[0], d.Body[0] = "spoiled", '['
		return cause
	})
	p.fails("UpdateDocument", err, cause)
	p.holdsDocument(d)
}

func survivesPanickingDocumentUpdate(p *probe) {
	d := document(1)
	p.addDocument(d)
	func() {
		defer func() { p.same("the panic", recover(), "on purpose") }()
		p.changeDocument(d, func(*linkpack.Document) { panic("on purpose") })
	}()
	p.holdsDocument(d)
	p.addDocument(document(2))
}

func refusesTakenKey(p *probe) {
	d, other := document(1), document(2)
	p.addDocument(d)
	p.addDocument(other)
	_, err := p.UpdateDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit(), func(d *linkpack.Document) error {
		d.Keys, d.Body = []string{"fresh", other.Keys[0]}, []byte("0")
		return nil
	})
	p.fails("UpdateDocument", err, linkpack.ErrExists)
	p.holdsDocument(d)
	p.holdsDocument(other)
	_, err = p.DocumentByKey(p.ctx, d.Kind, "fresh")
	p.fails("the other new key", err, linkpack.ErrNotFound)
}

func freesKeys(p *probe) {
	d := document(1)
	p.addDocument(d)
	p.changeDocument(d, func(d *linkpack.Document) { d.Keys = d.Keys[1:] })
	_, err := p.DocumentByKey(p.ctx, d.Kind, "hash1")
	p.fails("the key that was given up", err, linkpack.ErrNotFound)
	next := document(2)
	next.Keys = []string{"hash1"}
	p.addDocument(next)
	p.holdsDocument(next)
}

func deletesDocument(p *probe) {
	d, other := document(1), document(2)
	p.addDocument(d)
	p.addDocument(other)
	p.ok("DeleteDocument", p.DeleteDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit()))
	p.lacksDocument(d)
	p.holdsDocument(other)
	p.addDocument(d)
	p.holdsDocument(d)
}

func changesNoDocument(p *probe) {
	p.addDocument(document(1))
	for _, d := range []*linkpack.Document{
		{Kind: "token", Workspace: "acme", ID: "t"},
		{Kind: "token", Workspace: "", ID: "t001"},
		{Kind: "domain", Workspace: "acme", ID: "t001"},
	} {
		_, err := p.UpdateDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit(), func(*linkpack.Document) error { return nil })
		p.fails("UpdateDocument", err, linkpack.ErrNotFound)
		p.fails("DeleteDocument", p.DeleteDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit()), linkpack.ErrNotFound)
	}
}

// documentIDs returns the ids of a list.
func (p *probe) documentIDs(workspace, after string, limit int) []string {
	p.tb.Helper()
	all, err := p.ListDocuments(p.ctx, "token", workspace, after, limit)
	p.ok("ListDocuments", err)
	ids := []string{}
	for _, d := range all {
		ids = append(ids, d.ID)
	}
	return ids
}

func listsDocuments(p *probe) {
	for _, n := range []int{3, 1, 2} {
		p.addDocument(document(n))
	}
	other := document(4)
	other.Workspace = "acme2"
	p.addDocument(other)
	other = document(5)
	other.Kind = "token2"
	p.addDocument(other)
	p.same("ids", p.documentIDs("acme", "", 0), []string{"t001", "t002", "t003"})
	p.same("ids of a workspace without any", p.documentIDs("acm", "", 0), []string{})
}

func listsPartOfDocuments(p *probe) {
	for n := range 5 {
		p.addDocument(document(n))
	}
	p.same("two", p.documentIDs("acme", "", 2), []string{"t000", "t001"})
	p.same("two after the second", p.documentIDs("acme", "t001", 2), []string{"t002", "t003"})
	p.same("after an id that does not exist", p.documentIDs("acme", "t0020", 0), []string{"t003", "t004"})
	p.same("after the last", p.documentIDs("acme", "t004", 2), []string{})
}

func refusesNegativeLimit(p *probe) {
	_, err := p.ListDocuments(p.ctx, "token", "acme", "", -1)
	p.invalid("ListDocuments", err, "limit")
}
