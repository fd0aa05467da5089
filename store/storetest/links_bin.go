package storetest

import (
	"errors"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func binOfLinks() []promise {
	return []promise{
		{"a link in the bin keeps everything but its codes", keepsInBin},
		{"a link that is taken out of the bin has its codes again", takesOutOfBin},
		{"a link whose code was taken stays in the bin until it has another", waitsForAnotherCode},
		{"a link can be created in the bin", createsInBin},
		{"a link in the bin uses no domain", usesNoDomainInBin},
		{"the bin is emptied from the oldest on", emptiesBin},
		{"a link that leaves the bin for good leaves the codes of others alone", leavesTakenCodes},
		{"the limit of emptying the bin is above 0", limitsEmptying},
		{"a link is either restored or removed", restoresOrRemoves},
		{"the bin is logged", logsBin},
	}
}

// binned returns when the nth link goes into the bin.
func binned(n int) time.Time { return day.Add(time.Duration(n) * time.Hour) }

// bin puts a link into the bin, n hours after it was created.
func (p *probe) bin(l *linkpack.Link, n int) *linkpack.Link {
	p.tb.Helper()
	return p.change(l, func(l *linkpack.Link) {
		l.DeletedAt, l.UpdatedAt = binned(n), binned(n)
		l.Revision++
	})
}

// unbin takes a link out of the bin, as it was.
func (p *probe) unbin(l *linkpack.Link, more func(*linkpack.Link)) (*linkpack.Link, error) {
	p.tb.Helper()
	return p.updateLink(l.Workspace, l.ID, func(l *linkpack.Link) error {
		l.DeletedAt = time.Time{}
		l.Revision++
		more(l)
		return nil
	})
}

func asItIs(*linkpack.Link) {}

// holdsInBin checks that a link is in the bin, as it is.
func (p *probe) holdsInBin(l *linkpack.Link) {
	p.tb.Helper()
	byID, err := p.Link(p.ctx, l.Workspace, l.ID)
	p.ok("Link", err)
	p.same("link by id", byID, l)
	byNumber, err := p.LinkByNumber(p.ctx, l.Number)
	p.ok("LinkByNumber", err)
	p.same("link by number", byNumber, l)
	page, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Workspace: l.Workspace, Bin: linkpack.OnlyBin})
	p.ok("ListLinks", err)
	p.same("the bin", page.Links, []*linkpack.Link{l})
	page, err = p.ListLinks(p.ctx, linkpack.LinkQuery{Workspace: l.Workspace})
	p.ok("ListLinks", err)
	for _, other := range page.Links {
		if other.ID == l.ID {
			p.broken("link %s in the bin is among the others", l.ID)
		}
	}
}

// areGone checks that a link's codes are tombstones.
func (p *probe) areGone(l *linkpack.Link) {
	p.tb.Helper()
	for _, c := range l.Codes() {
		_, err := p.LinkByCode(p.ctx, c.Domain, c.ShortCode)
		p.fails("a code of a deleted link", err, linkpack.ErrGone)
	}
}

func keepsInBin(p *probe) {
	l, other := fullLink(1), fullLink(2)
	p.create(l, other)
	_, err := p.UseLink(p.ctx, l.Number, 3)
	p.ok("UseLink", err)
	deleted := p.bin(l, 1)
	p.holdsInBin(deleted)
	p.areGone(deleted)
	p.same("the revisions", p.past(l, 0, 0), []*linkpack.Link{deleted, l})
	p.used(l.Number, 1)
	p.deleted(l.Workspace)
	p.holds(other)
	p.holdsInBin(p.change(deleted, func(l *linkpack.Link) { l.Notes = "changed in the bin" }))
}

func takesOutOfBin(p *probe) {
	l := fullLink(1)
	p.create(l)
	_, err := p.UseLink(p.ctx, l.Number, 3)
	p.ok("UseLink", err)
	p.bin(l, 1)
	restored, err := p.unbin(l, asItIs)
	p.ok("UpdateLinks", err)
	p.holds(restored)
	p.used(l.Number, 1)
	p.same("the number of revisions", len(p.past(l, 0, 0)), 3)
	removed, err := p.EmptyBin(p.ctx, binned(9), *edit(), 9)
	p.ok("EmptyBin", err)
	p.same("links removed", removed, 0)
	p.holds(restored)
}

func waitsForAnotherCode(p *probe) {
	l := aliased(1)
	p.create(l)
	deleted := p.bin(l, 1)
	next := link(2)
	next.ShortCode = l.ShortCode
	p.create(next)
	_, err := p.unbin(l, asItIs)
	p.taken("taking out a link whose code was taken", err, 0, next)
	p.holdsInBin(deleted)
	p.holds(next)
	restored, err := p.unbin(l, func(l *linkpack.Link) { l.ShortCode = "another" })
	p.ok("UpdateLinks with another code", err)
	p.holds(restored)
	p.holds(next)
}

func createsInBin(p *probe) {
	l, other := fullLink(1), link(2)
	p.create(other)
	l.DeletedAt = binned(1)
	l.Aliases[0] = linkpack.Alias{ShortCode: other.ShortCode}
	p.create(l)
	p.holdsInBin(l)
	p.countsOf(l.Workspace, 0)
	p.holds(other)
	for _, c := range []linkpack.Alias{{Domain: l.Domain, ShortCode: l.ShortCode}, l.Aliases[1]} {
		_, err := p.LinkByCode(p.ctx, c.Domain, c.ShortCode)
		p.fails("a code of a link that is created in the bin", err, linkpack.ErrGone)
	}
	removed, err := p.EmptyBin(p.ctx, binned(2), *edit(), 9)
	p.ok("EmptyBin", err)
	p.same("links removed", removed, 1)
	p.countsOf(l.Workspace, 0)
	p.holds(other)
}

func usesNoDomainInBin(p *probe) {
	p.addDocument(domain())
	all := []*linkpack.Link{onDomain(1), onDomain(2)}
	p.create(all...)
	p.bin(all[0], 1)
	p.bin(all[1], 1)
	p.ok("DeleteDocument", p.DeleteDocument(p.unused(), domain().Kind, "", domain().ID, edit()))
}

func restoresOrRemoves(p *probe) {
	for round := range 10 {
		l := link(round)
		p.create(l)
		p.bin(l, 1)
		removed := 0
		errs := inParallel(2, func(w int) (err error) {
			if w == 0 {
				removed, err = p.EmptyBin(p.ctx, binned(2), *edit(), 9)
				return err
			}
			_, err = p.unbin(l, asItIs)
			return err
		})
		p.ok("EmptyBin", errs[0])
		_, err := p.Link(p.ctx, "", l.ID)
		switch {
		case removed == 0 && errs[1] == nil && err == nil:
		case removed == 1 && errors.Is(errs[1], linkpack.ErrNotFound) && errors.Is(err, linkpack.ErrNotFound):
		default:
			p.broken("%d links were removed, restoring it said %v, and reading it %v", removed, errs[1], err)
		}
	}
}

func logsBin(p *probe) {
	l := fullLink(1)
	p.create(l)
	seq := p.logged(0, 1)[0].Seq
	deleted := p.bin(l, 1)
	seq = p.log(seq, rowOfLink(linkpack.ActionDelete, deleted))
	restored, err := p.unbin(l, func(l *linkpack.Link) { l.ShortCode = "another" })
	p.ok("UpdateLinks", err)
	seq = p.log(seq, rowOfLink(linkpack.ActionRestore, restored, deleted.Codes()[0]))
	deleted = p.bin(l, 2)
	seq = p.log(seq, rowOfLink(linkpack.ActionDelete, deleted))
	_, err = p.EmptyBin(p.ctx, binned(3), *edit(), 9)
	p.ok("EmptyBin", err)
	gone := rowOfLink(linkpack.ActionRemove, deleted)
	gone.Time, gone.Actor = edit().Time, edit().Actor
	p.log(seq, gone)
}
