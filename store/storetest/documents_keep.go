package storetest

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

func keepingDocuments() []promise {
	return []promise{
		{"a document is found by its id and by each of its keys", storesDocument},
		{"a new document has revision 1", startsAtRevisionOne},
		{"documents of other kinds and workspaces are apart", tellsKindsApart},
		{"an id is given once", givesDocumentIDOnce},
		{"a key is unique within its kind, in all workspaces", givesKeyOnce},
		{"a document that is refused leaves nothing", leavesNothingRefused},
		{"documents belong to the caller, those passed in and those returned", sharesNoDocuments},
		{"the memory of a document's texts belongs to the caller", keepsNoTextsOfDocuments},
		{"what does not exist is not found", findsNoDocument},
	}
}

// addDocument stores a document that is new.
func (p *probe) addDocument(d *linkpack.Document) {
	p.tb.Helper()
	p.ok("CreateDocument", p.CreateDocument(p.ctx, d, edit()))
}

// holdsDocument checks that a document is found by its id and keys, as it is.
func (p *probe) holdsDocument(want *linkpack.Document) {
	p.tb.Helper()
	got, err := p.Document(p.ctx, want.Kind, want.Workspace, want.ID)
	p.ok("Document", err)
	p.sameDocument("document by id", got, want)
	for _, key := range want.Keys {
		got, err := p.DocumentByKey(p.ctx, want.Kind, key)
		p.ok("DocumentByKey", err)
		p.sameDocument("document by key", got, want)
	}
}

// sameDocument checks that documents are equal. Their bodies may differ as text but
// not as JSON.
func (p *probe) sameDocument(what string, got, want *linkpack.Document) {
	p.tb.Helper()
	var gotBody, wantBody any
	p.ok(what+": body", json.Unmarshal(got.Body, &gotBody))
	p.ok("JSON of the test", json.Unmarshal(want.Body, &wantBody))
	p.same(what+": body", gotBody, wantBody)
	g, w := *got, *want
	g.Body, w.Body = nil, nil
	p.same(what, g, w)
}

// lacksDocument checks that a document's id and keys are unknown.
func (p *probe) lacksDocument(d *linkpack.Document) {
	p.tb.Helper()
	_, err := p.Document(p.ctx, d.Kind, d.Workspace, d.ID)
	p.fails("Document", err, linkpack.ErrNotFound)
	for _, key := range d.Keys {
		_, err := p.DocumentByKey(p.ctx, d.Kind, key)
		p.fails("DocumentByKey", err, linkpack.ErrNotFound)
	}
}

func storesDocument(p *probe) {
	d := document(1)
	d.Body = []byte(`{"text":"<&> ü 🎉","list":[1,2,{"a":null}]}`)
	p.addDocument(d)
	p.holdsDocument(d)
	bare := &linkpack.Document{Kind: "setting", ID: "only", Body: []byte("true")}
	p.addDocument(bare)
	p.holdsDocument(bare)
}

func startsAtRevisionOne(p *probe) {
	d := document(1)
	d.Revision = 42
	p.addDocument(d)
	p.same("the revision of the document that was given", d.Revision, uint64(1))
	p.holdsDocument(d)
}

func tellsKindsApart(p *probe) {
	all := []*linkpack.Document{document(1), document(1), document(1), document(1)}
	all[1].Kind = "domain"
	all[2].Workspace, all[2].Keys = "other", nil
	all[3].Workspace, all[3].Keys = "", []string{"one", "two"}
	for i, d := range all {
		d.Body = []byte{byte('0' + i)}
		p.addDocument(d)
	}
	for _, d := range all {
		p.holdsDocument(d)
	}
}

func givesDocumentIDOnce(p *probe) {
	first, second := document(1), document(2)
	p.addDocument(first)
	second.ID = first.ID
	p.fails("CreateDocument", p.CreateDocument(p.ctx, second, edit()), linkpack.ErrExists)
	p.holdsDocument(first)
}

func givesKeyOnce(p *probe) {
	first, second := document(1), document(2)
	p.addDocument(first)
	second.Workspace, second.Keys[1] = "other", first.Keys[0]
	p.fails("CreateDocument", p.CreateDocument(p.ctx, second, edit()), linkpack.ErrExists)
	p.holdsDocument(first)
}

func leavesNothingRefused(p *probe) {
	p.addDocument(document(1))
	refused := document(2)
	free := refused.Keys[0]
	refused.Keys[1] = document(1).Keys[0]
	p.fails("CreateDocument", p.CreateDocument(p.ctx, refused, edit()), linkpack.ErrExists)
	refused.Keys = []string{free}
	p.lacksDocument(refused)
	p.addDocument(refused)
	p.holdsDocument(refused)
}

func sharesNoDocuments(p *probe) {
	spoilDocument := func(d *linkpack.Document) { d.Keys[0], d.Body[0] = "spoiled", '[' }
	want, given := document(1), document(1)
	want.Revision = 1
	p.addDocument(given)
	spoilDocument(given)
	got, err := p.Document(p.ctx, want.Kind, want.Workspace, want.ID)
	p.ok("Document", err)
	spoilDocument(got)
	got, err = p.DocumentByKey(p.ctx, want.Kind, want.Keys[0])
	p.ok("DocumentByKey", err)
	spoilDocument(got)
	all, err := p.ListDocuments(p.ctx, want.Kind, want.Workspace, "", 0)
	p.ok("ListDocuments", err)
	p.same("documents", len(all), 1)
	spoilDocument(all[0])
	p.holdsDocument(want)
	var kept *linkpack.Document
	got = p.changeDocument(want, func(d *linkpack.Document) { kept = d })
	want.Revision++
	spoilDocument(kept)
	p.sameDocument("what UpdateDocument returned, after its function changed what it kept", got, want)
	p.holdsDocument(want)
	spoilDocument(got)
	p.holdsDocument(want)
}

func findsNoDocument(p *probe) {
	p.lacksDocument(document(1))
	p.addDocument(document(2))
	for _, text := range []string{"", "\x00", "\xff", "t00", strings.Repeat("x", 100_000)} {
		_, err := p.Document(p.ctx, "token", "acme", text)
		p.fails(fmt.Sprintf("Document with id %.20q", text), err, linkpack.ErrNotFound)
		_, err = p.DocumentByKey(p.ctx, "token", text)
		p.fails(fmt.Sprintf("DocumentByKey with key %.20q", text), err, linkpack.ErrNotFound)
	}
	_, err := p.DocumentByKey(p.ctx, "domain", document(2).Keys[0])
	p.fails("a key in another kind", err, linkpack.ErrNotFound)
}
