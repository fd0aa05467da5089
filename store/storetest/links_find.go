package storetest

import (
	"fmt"
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

func findingLinks() []promise {
	return []promise{
		{"what does not exist is not found", findsNothing},
		{"another workspace's link is not found", hidesWorkspaces},
		{"an empty workspace is the default workspace", namesDefaultWorkspace},
		{"a link is found by its number until it is deleted", findsByNumber},
		{"links are found by their numbers, in the order of these", findsByNumbers},
		{"any text can be looked up", acceptsAnyCode},
		{"what the store returns belongs to the caller", givesLinksAway},
	}
}

func findsNothing(p *probe) {
	p.lacks(link(1))
	l := link(2)
	p.create(l)
	_, err := p.LinkByCode(p.ctx, "other.example", l.ShortCode)
	p.fails("its code on another domain", err, linkpack.ErrNotFound)
	_, err = p.LinkByCode(p.ctx, l.Domain, l.ShortCode[:3])
	p.fails("the beginning of its code", err, linkpack.ErrNotFound)
	_, err = p.LinkByCode(p.ctx, l.Domain, l.ShortCode+"x")
	p.fails("its code and more", err, linkpack.ErrNotFound)
}

func hidesWorkspaces(p *probe) {
	l := fullLink(1)
	p.create(l)
	_, err := p.Link(p.ctx, "other", l.ID)
	p.fails("Link", err, linkpack.ErrNotFound)
	_, err = p.updateLink("other", l.ID, func(*linkpack.Link) error {
		p.tb.Error("update was called with another workspace's link")
		return nil
	})
	p.fails("UpdateLinks", err, linkpack.ErrNotFound)
	p.fails("DeleteLinks", p.DeleteLinks(p.ctx, "other", *edit(), l.ID), linkpack.ErrNotFound)
	page, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Workspace: "other"})
	p.ok("ListLinks", err)
	p.same("another workspace's list", len(page.Links), 0)
	p.holds(l)
}

func namesDefaultWorkspace(p *probe) {
	l := link(1)
	p.create(l)
	got, err := p.Link(p.ctx, "", l.ID)
	p.ok("Link with an empty workspace", err)
	p.same("the link", got, l)
	page, err := p.ListLinks(p.ctx, linkpack.LinkQuery{})
	p.ok("ListLinks with an empty workspace", err)
	p.same("the list", page.Links, []*linkpack.Link{l})
}

func findsByNumber(p *probe) {
	for _, number := range []uint32{0, 1, 1<<32 - 1} {
		_, err := p.LinkByNumber(p.ctx, number)
		p.fails(fmt.Sprintf("number %d, which no link has", number), err, linkpack.ErrNotFound)
	}
	l, other := fullLink(1), link(2)
	p.create(l, other)
	l = p.change(l, func(l *linkpack.Link) { l.Revision++ })
	got, err := p.LinkByNumber(p.ctx, l.Number)
	p.ok("LinkByNumber", err)
	p.same("the changed link", got, l)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
	_, err = p.LinkByNumber(p.ctx, l.Number)
	p.fails("the number of a deleted link", err, linkpack.ErrNotFound)
	p.holds(other)
}

func findsByNumbers(p *probe) {
	all := links(1, 5)
	other := fullLink(6)
	p.create(append(all, other)...)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), all[1].ID))
	number := func(i int) uint32 { return all[i].Number }
	got, err := p.LinksByNumber(p.ctx, []uint32{number(4), 0, number(0), number(1), other.Number, number(3), 1<<32 - 1, number(0)})
	p.ok("LinksByNumber", err)
	p.same("the links", got, []*linkpack.Link{all[4], all[0], other, all[3], all[0]})
	spoil(got[2])
	p.holds(other)
	got, err = p.LinksByNumber(p.ctx, nil)
	p.ok("LinksByNumber without numbers", err)
	p.same("links", len(got), 0)
}

func acceptsAnyCode(p *probe) {
	hostile := []string{"", "\x00", "a\x00b", "\xff\xfe", "'; --", "%", "_", strings.Repeat("x", 100_000)}
	for _, text := range hostile {
		_, err := p.LinkByCode(p.ctx, "", text)
		p.fails(fmt.Sprintf("LinkByCode with code %.20q", text), err, linkpack.ErrNotFound)
		_, err = p.LinkByCode(p.ctx, text, "code")
		p.fails(fmt.Sprintf("LinkByCode with domain %.20q", text), err, linkpack.ErrNotFound)
		_, err = p.Link(p.ctx, linkpack.DefaultWorkspace, text)
		p.fails(fmt.Sprintf("Link with id %.20q", text), err, linkpack.ErrNotFound)
	}
}

func givesLinksAway(p *probe) {
	l := fullLink(1)
	p.create(l)
	want := l.Clone()
	byID, err := p.Link(p.ctx, l.Workspace, l.ID)
	p.ok("Link", err)
	spoil(byID)
	byCode, err := p.LinkByCode(p.ctx, l.Domain, l.ShortCode)
	p.ok("LinkByCode", err)
	spoil(byCode)
	byNumber, err := p.LinkByNumber(p.ctx, l.Number)
	p.ok("LinkByNumber", err)
	spoil(byNumber)
	page, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Workspace: l.Workspace})
	p.ok("ListLinks", err)
	p.same("links listed", len(page.Links), 1)
	spoil(page.Links[0])
	updated, err := p.updateLink(l.Workspace, l.ID, func(*linkpack.Link) error { return nil })
	p.ok("UpdateLinks", err)
	spoil(updated)
	p.holds(want)
}
