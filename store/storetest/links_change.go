package storetest

import (
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

func changingLinks() []promise {
	return []promise{
		{"an update is stored and returned", updatesLink},
		{"an update that fails changes nothing", forgetsFailedUpdate},
		{"an update that panics changes nothing", survivesPanickingUpdate},
		{"id, number and workspace keep their values", keepsIdentity},
		{"a code that a change gives up is gone", buriesOldCode},
		{"a change cannot take a code that is taken", refusesTakenCode},
		{"a link can take back a code that it gave up", takesCodeBack},
		{"links are changed all or none", changesAllOrNone},
		{"an update can keep and change the link it was passed", sharesNothingWithUpdate},
		{"what does not exist cannot be changed", updatesNothing},
	}
}

// change updates a link that exists.
func (p *probe) change(l *linkpack.Link, update func(*linkpack.Link)) *linkpack.Link {
	p.tb.Helper()
	changed, err := p.updateLink(l.Workspace, l.ID, func(l *linkpack.Link) error {
		update(l)
		return nil
	})
	p.ok("UpdateLinks", err)
	return changed
}

func updatesLink(p *probe) {
	l, other := link(1), link(2)
	p.create(l, other)
	full := fullLink(1)
	full.ID, full.Number, full.Workspace = l.ID, l.Number, l.Workspace
	got := p.change(l, func(l *linkpack.Link) { *l = *full.Clone() })
	p.same("what UpdateLinks returned", got, full)
	p.holds(full)
	p.holds(other)
	p.same("after a second update", p.change(l, func(l *linkpack.Link) { l.Tags = nil }).Tags, []string(nil))
}

func forgetsFailedUpdate(p *probe) {
	l := fullLink(1)
	p.create(l)
	cause := errors.New("the update's own error")
	_, err := p.updateLink(l.Workspace, l.ID, func(l *linkpack.Link) error {
		spoil(l)
		return cause
	})
	p.fails("UpdateLinks", err, cause)
	p.holds(l)
}

func survivesPanickingUpdate(p *probe) {
	l := fullLink(1)
	p.create(l)
	func() {
		defer func() { p.same("the panic", recover(), "on purpose") }()
		_, _ = p.updateLink(l.Workspace, l.ID, func(l *linkpack.Link) error {
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
	p.same("what UpdateLinks returned", got, l)
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
	_, err := p.updateLink(l.Workspace, l.ID, func(l *linkpack.Link) error {
		l.ShortCode = other.ShortCode
		return nil
	})
	p.taken("a code that another link has", err, 0, other)
	p.holds(l)
	p.holds(other)
}

func sharesNothingWithUpdate(p *probe) {
	l := fullLink(1)
	p.create(l)
	var kept *linkpack.Link
	p.change(l, func(l *linkpack.Link) { kept = l })
	spoil(kept)
	p.holds(l)
}

func takesCodeBack(p *probe) {
	l, other := link(1), link(2)
	p.create(l, other)
	code := l.ShortCode
	p.change(l, func(l *linkpack.Link) { l.ShortCode = "elsewhere" })
	p.holds(p.change(l, func(l *linkpack.Link) { l.ShortCode = code }))
	_, err := p.LinkByCode(p.ctx, "", "elsewhere")
	p.fails("the code that was given up for it", err, linkpack.ErrGone)
}

func changesAllOrNone(p *probe) {
	all := links(1, 3)
	p.create(all...)
	ids := []string{id(1), id(2), id(9)}
	rename := func(i int, l *linkpack.Link) error {
		l.Name = fmt.Sprint("number ", i)
		return nil
	}
	_, err := p.UpdateLinks(p.ctx, "", ids, rename)
	p.failsAt("UpdateLinks with an unknown id", err, 2, linkpack.ErrNotFound)
	cause := errors.New("the update's own error")
	ids[2] = id(3)
	_, err = p.UpdateLinks(p.ctx, "", ids, func(i int, l *linkpack.Link) error {
		if i == 1 {
			return cause
		}
		return rename(i, l)
	})
	p.failsAt("UpdateLinks that fails itself", err, 1, cause)
	_, err = p.UpdateLinks(p.ctx, "", ids, func(i int, l *linkpack.Link) error {
		l.ShortCode = "same"
		return nil
	})
	p.taken("two links that take one code", err, 1, &linkpack.Link{ShortCode: "same"})
	for _, l := range all {
		p.holds(l)
	}
	changed, err := p.UpdateLinks(p.ctx, "", ids, rename)
	p.ok("UpdateLinks", err)
	for i, l := range changed {
		all[i].Name = fmt.Sprint("number ", i)
		p.same("a changed link", l, all[i])
		p.holds(all[i])
	}
}

func updatesNothing(p *probe) {
	_, err := p.updateLink(linkpack.DefaultWorkspace, id(1), func(*linkpack.Link) error { return nil })
	p.fails("UpdateLinks", err, linkpack.ErrNotFound)
}
