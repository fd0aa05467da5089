package storetest

import (
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
)

func changingLinks() []promise {
	return []promise{
		{"an update is stored and returned", updatesLink},
		{"an update that fails changes nothing", forgetsFailedUpdate},
		{"an update that panics changes nothing", survivesPanickingUpdate},
		{"id, number and workspace keep their values", keepsIdentity},
		{"a code that a change gives up is gone", buriesOldCode},
		{"a change cannot take a code that is or was taken", refusesTakenCode},
		{"what an update was handed can be kept and changed", sharesNothingWithUpdate},
		{"what does not exist cannot be changed", updatesNothing},
	}
}

func deletingLinks() []promise {
	return []promise{
		{"a deleted link is not found and its code is gone", deletesLink},
		{"a deleted link's code is never given again", neverGivesCodeAgain},
		{"what does not exist cannot be deleted", deletesNothing},
	}
}

// change updates a link that exists.
func (p *probe) change(l *linkpack.Link, update func(*linkpack.Link)) *linkpack.Link {
	p.tb.Helper()
	changed, err := p.UpdateLink(p.ctx, l.Workspace, l.ID, func(l *linkpack.Link) error {
		update(l)
		return nil
	})
	p.ok("UpdateLink", err)
	return changed
}

func updatesLink(p *probe) {
	l, other := link(1), link(2)
	p.create(l, other)
	full := fullLink(1)
	full.ID, full.Number, full.Workspace = l.ID, l.Number, l.Workspace
	got := p.change(l, func(l *linkpack.Link) { *l = *full.Clone() })
	p.same("what UpdateLink returned", got, full)
	p.holds(full)
	p.holds(other)
	p.same("after a second update", p.change(l, func(l *linkpack.Link) { l.Tags = nil }).Tags, []string(nil))
}

func forgetsFailedUpdate(p *probe) {
	l := fullLink(1)
	p.create(l)
	cause := errors.New("the update's own error")
	_, err := p.UpdateLink(p.ctx, l.Workspace, l.ID, func(l *linkpack.Link) error {
		spoil(l)
		return cause
	})
	p.fails("UpdateLink", err, cause)
	p.holds(l)
}

func survivesPanickingUpdate(p *probe) {
	l := fullLink(1)
	p.create(l)
	func() {
		defer func() { p.same("the panic", recover(), "on purpose") }()
		_, _ = p.UpdateLink(p.ctx, l.Workspace, l.ID, func(l *linkpack.Link) error {
			spoil(l)
			panic("on purpose")
		})
	}()
	p.holds(l)
	p.create(link(2))
}

func keepsIdentity(p *probe) {
	l := fullLink(1)
	p.create(l)
	got := p.change(l, func(l *linkpack.Link) { l.ID, l.Number, l.Workspace = id(9), 99, "other" })
	p.same("what UpdateLink returned", got, l)
	p.holds(l)
}

func buriesOldCode(p *probe) {
	l := fullLink(1)
	p.create(l)
	renamed := p.change(l, func(l *linkpack.Link) { l.ShortCode = "new" })
	p.holds(renamed)
	_, err := p.LinkByCode(p.ctx, l.Domain, l.ShortCode)
	p.fails("the old code", err, linkpack.ErrGone)
	moved := p.change(l, func(l *linkpack.Link) { l.Domain = "other.example" })
	p.holds(moved)
	_, err = p.LinkByCode(p.ctx, l.Domain, "new")
	p.fails("the code on the old domain", err, linkpack.ErrGone)
}

func refusesTakenCode(p *probe) {
	l, other := link(1), link(2)
	p.create(l, other)
	want := l.Clone()
	taken := other.ShortCode
	for range 2 {
		_, err := p.UpdateLink(p.ctx, l.Workspace, l.ID, func(l *linkpack.Link) error {
			l.ShortCode = taken
			return nil
		})
		p.taken("a code that another link has or had", err, 0, other)
		p.holds(want)
		p.change(other, func(l *linkpack.Link) { l.ShortCode = "elsewhere" })
	}
}

func sharesNothingWithUpdate(p *probe) {
	l := fullLink(1)
	p.create(l)
	var kept *linkpack.Link
	p.change(l, func(l *linkpack.Link) { kept = l })
	spoil(kept)
	p.holds(l)
}

func updatesNothing(p *probe) {
	_, err := p.UpdateLink(p.ctx, linkpack.DefaultWorkspace, id(1), func(*linkpack.Link) error { return nil })
	p.fails("UpdateLink", err, linkpack.ErrNotFound)
}

func deletesLink(p *probe) {
	l, other := fullLink(1), fullLink(2)
	p.create(l, other)
	p.ok("DeleteLink", p.DeleteLink(p.ctx, l.Workspace, l.ID))
	_, err := p.Link(p.ctx, l.Workspace, l.ID)
	p.fails("Link", err, linkpack.ErrNotFound)
	_, err = p.LinkByCode(p.ctx, l.Domain, l.ShortCode)
	p.fails("LinkByCode", err, linkpack.ErrGone)
	page, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Workspace: l.Workspace})
	p.ok("ListLinks", err)
	p.same("links that are left", page.Links, []*linkpack.Link{other})
	p.holds(other)
}

func neverGivesCodeAgain(p *probe) {
	l := link(1)
	p.create(l)
	p.ok("DeleteLink", p.DeleteLink(p.ctx, l.Workspace, l.ID))
	again := link(2)
	again.ShortCode = l.ShortCode
	p.taken("the code of a deleted link", p.CreateLinks(p.ctx, again), 0, again)
	again.Domain = "other.example"
	p.create(again)
	if again.Number == l.Number {
		p.broken("a new link got number %d of a deleted one", l.Number)
	}
}

func deletesNothing(p *probe) {
	l := link(1)
	p.fails("a link that never was", p.DeleteLink(p.ctx, l.Workspace, l.ID), linkpack.ErrNotFound)
	p.create(l)
	p.ok("DeleteLink", p.DeleteLink(p.ctx, l.Workspace, l.ID))
	p.fails("a second time", p.DeleteLink(p.ctx, l.Workspace, l.ID), linkpack.ErrNotFound)
}
