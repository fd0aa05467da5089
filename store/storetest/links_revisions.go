package storetest

import (
	"errors"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

func revisionsOfLinks() []promise {
	return []promise{
		{"every revision is kept", keepsRevisions},
		{"a change that fails leaves no revision", keepsNoFailedRevision},
		{"revisions can be read in parts", readsRevisionsInParts},
		{"what does not exist has no revisions", hasNoRevisions},
	}
}

// past returns the revisions of a link that exists.
func (p *probe) past(l *linkpack.Link, before uint32, limit int) []*linkpack.Link {
	p.tb.Helper()
	found, err := p.LinkRevisions(p.ctx, l.Workspace, l.ID, before, limit)
	p.ok("LinkRevisions", err)
	return found
}

// revise makes a revision of a link.
func (p *probe) revise(l *linkpack.Link, name string) *linkpack.Link {
	p.tb.Helper()
	return p.change(l, func(l *linkpack.Link) {
		l.Revision++
		l.Name, l.ShortCode = name, name
	})
}

func keepsRevisions(p *probe) {
	l, other := fullLink(1), fullLink(2)
	p.create(l, other)
	want := []*linkpack.Link{l.Clone()}
	for _, name := range []string{"b", "c", "d"} {
		want = slices.Insert(want, 0, p.revise(l, name))
	}
	p.same("the revisions", p.past(l, 0, 0), want)
	want[0] = p.change(l, func(l *linkpack.Link) { l.Notes = "without a revision" })
	p.same("the revisions after a change without one", p.past(l, 0, 0), want)
	spoil(p.past(l, 0, 0)[3])
	p.same("the revisions after the caller changed them", p.past(l, 0, 0), want)
	p.same("another link's revisions", p.past(other, 0, 0), []*linkpack.Link{other})
}

func keepsNoFailedRevision(p *probe) {
	l := fullLink(1)
	p.create(l)
	_, err := p.updateLink(l.Workspace, l.ID, func(l *linkpack.Link) error {
		l.Revision++
		return errors.New("on purpose")
	})
	if err == nil {
		p.broken("the update did not fail")
	}
	p.same("the revisions", p.past(l, 0, 0), []*linkpack.Link{l})
}

func readsRevisionsInParts(p *probe) {
	l := link(1)
	p.create(l)
	all := []*linkpack.Link{l.Clone()}
	for _, name := range []string{"b", "c", "d"} {
		all = slices.Insert(all, 0, p.revise(l, name))
	}
	p.same("the newest two", p.past(l, 0, 2), all[:2])
	p.same("those before revision 4", p.past(l, 4, 0), all[1:])
	p.same("the one before revision 3", p.past(l, 3, 1), all[2:3])
	p.same("those before the first", len(p.past(l, 1, 0)), 0)
	p.same("those before one to come", p.past(l, 99, 1), all[:1])
	_, err := p.LinkRevisions(p.ctx, "", l.ID, 0, -1)
	p.invalid("a limit below 0", err, "limit")
}

func hasNoRevisions(p *probe) {
	l := fullLink(1)
	_, err := p.LinkRevisions(p.ctx, l.Workspace, l.ID, 0, 0)
	p.fails("a link that never was", err, linkpack.ErrNotFound)
	p.create(l)
	_, err = p.LinkRevisions(p.ctx, "other", l.ID, 0, 0)
	p.fails("another workspace's link", err, linkpack.ErrNotFound)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
	_, err = p.LinkRevisions(p.ctx, l.Workspace, l.ID, 0, 0)
	p.fails("a deleted link", err, linkpack.ErrNotFound)
}
