package storetest

import (
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

func deletingLinks() []promise {
	return []promise{
		{"a deleted link is not found and its code is gone", deletesLink},
		{"a deleted link's code is free on other domains", givesCodeElsewhere},
		{"a deleted link's id is never given again", neverGivesIDAgain},
		{"a deleted link's number is known to its workspace", knowsDeleted},
		{"links are deleted all or none", deletesAllOrNone},
		{"what does not exist cannot be deleted", deletesNothing},
	}
}

func deletesLink(p *probe) {
	l, other := fullLink(1), fullLink(2)
	p.create(l, other)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
	_, err := p.Link(p.ctx, l.Workspace, l.ID)
	p.fails("Link", err, linkpack.ErrNotFound)
	_, err = p.LinkByCode(p.ctx, l.Domain, l.ShortCode)
	p.fails("LinkByCode", err, linkpack.ErrGone)
	page, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Workspace: l.Workspace})
	p.ok("ListLinks", err)
	p.same("links that are left", page.Links, []*linkpack.Link{other})
	p.holds(other)
}

func givesCodeElsewhere(p *probe) {
	l := link(1)
	p.create(l)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
	again := link(2)
	again.Workspace, again.ShortCode, again.Domain = "other", l.ShortCode, "other.example"
	p.create(again)
	if again.Number == l.Number {
		p.broken("a new link got number %d of a deleted one", l.Number)
	}
}

func neverGivesIDAgain(p *probe) {
	l := link(1)
	p.create(l)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
	again := link(2)
	again.ID = l.ID
	p.fails("CreateLinks", p.CreateLinks(p.ctx, again), linkpack.ErrExists)
	again.Workspace = "other"
	p.create(again)
}

// deleted checks the numbers of a workspace's deleted links.
func (p *probe) deleted(workspace string, want ...uint32) {
	p.tb.Helper()
	numbers, err := p.DeletedLinks(p.ctx, workspace)
	p.ok("DeletedLinks", err)
	slices.Sort(numbers)
	p.same("the deleted links", numbers, want)
}

func knowsDeleted(p *probe) {
	all := links(1, 3)
	elsewhere := fullLink(4)
	p.create(append(all, elsewhere)...)
	p.deleted(linkpack.DefaultWorkspace)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), id(1), id(3)))
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, elsewhere.Workspace, *edit(), elsewhere.ID))
	p.deleted("", all[0].Number, all[2].Number)
	p.deleted(elsewhere.Workspace, elsewhere.Number)
	number, err := p.DeletedLink(p.ctx, "", id(3))
	p.ok("DeletedLink", err)
	p.same("the number of a deleted link", number, all[2].Number)
	for what, err := range map[string]error{
		"a link that is there":     second(p.DeletedLink(p.ctx, "", id(2))),
		"a link that never was":    second(p.DeletedLink(p.ctx, "", id(9))),
		"another workspace's link": second(p.DeletedLink(p.ctx, "", elsewhere.ID)),
	} {
		p.fails(what, err, linkpack.ErrNotFound)
	}
}

func second(_ uint32, err error) error { return err }

func deletesNothing(p *probe) {
	l := link(1)
	p.fails("a link that never was", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID), linkpack.ErrNotFound)
	p.create(l)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
	p.fails("a second time", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID), linkpack.ErrNotFound)
}

func deletesAllOrNone(p *probe) {
	all := links(1, 3)
	p.create(all...)
	p.failsAt("an unknown id", p.DeleteLinks(p.ctx, "", *edit(), id(1), id(9)), 1, linkpack.ErrNotFound)
	p.failsAt("an id that comes twice", p.DeleteLinks(p.ctx, "", *edit(), id(1), id(2), id(1)), 2, linkpack.ErrNotFound)
	for _, l := range all {
		p.holds(l)
	}
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), id(1), id(3)))
	_, err := p.Link(p.ctx, "", id(3))
	p.fails("a deleted link", err, linkpack.ErrNotFound)
	p.holds(all[1])
}
