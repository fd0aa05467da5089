package storetest

import (
	"errors"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func counts() []promise {
	return []promise{
		{"the links of a workspace are counted without the deleted ones", countsLinks},
		{"a link in the bin is not counted until it is restored", countsNoBin},
		{"a call that fails counts nothing", countsNoFailure},
		{"documents are counted by kind and workspace", countsDocuments},
	}
}

// countsOf checks the number of a workspace's links.
func (p *probe) countsOf(workspace string, want int) {
	p.tb.Helper()
	n, err := p.CountLinks(p.ctx, workspace)
	p.ok("CountLinks", err)
	p.same("the number of links", n, want)
}

func countsLinks(p *probe) {
	p.countsOf("", 0)
	p.countsOf("nobody", 0)
	elsewhere := fullLink(9)
	p.create(append(links(1, 5), elsewhere)...)
	p.countsOf("", 5)
	p.countsOf(linkpack.DefaultWorkspace, 5)
	p.countsOf(elsewhere.Workspace, 1)
	_, err := p.updateLink("", id(1), func(l *linkpack.Link) error { l.Revision++; l.Archived = true; return nil })
	p.ok("UpdateLinks", err)
	p.countsOf("", 5)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), id(2), id(4)))
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, elsewhere.Workspace, *edit(), elsewhere.ID))
	p.countsOf("", 3)
	p.countsOf(elsewhere.Workspace, 0)
	named := link(7)
	named.Workspace = linkpack.DefaultWorkspace
	p.create(link(6), named)
	p.countsOf("", 5)
}

func countsNoBin(p *probe) {
	p.create(links(1, 3)...)
	setDeleted := func(n int, at time.Time) {
		p.tb.Helper()
		_, err := p.updateLink("", id(n), func(l *linkpack.Link) error { l.Revision++; l.DeletedAt = at; return nil })
		p.ok("UpdateLinks", err)
	}
	setDeleted(1, day)
	setDeleted(2, day)
	p.countsOf("", 1)
	setDeleted(1, day.Add(time.Hour))
	p.countsOf("", 1)
	setDeleted(1, time.Time{})
	p.countsOf("", 2)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), id(1), id(2)))
	p.countsOf("", 1)
}

func countsNoFailure(p *probe) {
	p.create(link(1), link(2))
	taken := link(4)
	taken.ShortCode = link(1).ShortCode
	p.fails("a taken code", p.CreateLinks(p.ctx, link(3), taken), linkpack.ErrExists)
	p.fails("an unknown id", p.DeleteLinks(p.ctx, "", *edit(), id(1), id(9)), linkpack.ErrNotFound)
	refused := errors.New("refused")
	_, err := p.updateLink("", id(1), func(*linkpack.Link) error { return refused })
	p.fails("UpdateLinks", err, refused)
	p.countsOf("", 2)
}

func countsDocuments(p *probe) {
	count := func(kind, workspace string, want int) {
		p.tb.Helper()
		n, err := p.CountDocuments(p.ctx, kind, workspace)
		p.ok("CountDocuments", err)
		p.same("the number of documents", n, want)
	}
	count("token", "w", 0)
	for _, d := range []linkpack.Document{
		{Kind: "token", Workspace: "w", ID: "1"}, {Kind: "token", Workspace: "w", ID: "2"}, {Kind: "token", Workspace: "w2", ID: "3"},
		{Kind: "tokens", Workspace: "w", ID: "4"}, {Kind: "token", ID: "5"},
	} {
		d.Body = []byte("{}")
		p.addDocument(&d)
	}
	count("token", "w", 2)
	count("token", "w2", 1)
	count("token", "", 1)
	p.ok("DeleteDocument", p.DeleteDocument(p.ctx, "token", "w", "1", edit()))
	count("token", "w", 1)
}
