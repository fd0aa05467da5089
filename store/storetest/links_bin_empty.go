package storetest

import (
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

func emptiesBin(p *probe) {
	all := links(1, 6)
	all[1].Workspace = "elsewhere"
	p.create(all...)
	for i, hour := range []int{4, 2, 3, 1, 9} {
		p.bin(all[i], hour)
	}
	for _, step := range []struct{ hour, limit, removed int }{{1, 9, 0}, {5, 3, 3}, {5, 3, 1}, {5, 3, 0}} {
		removed, err := p.EmptyBin(p.ctx, binned(step.hour), *edit(), step.limit)
		p.ok("EmptyBin", err)
		p.same("links removed", removed, step.removed)
	}
	p.deleted("", all[0].Number, all[2].Number, all[3].Number)
	p.deleted("elsewhere", all[1].Number)
	for _, l := range all[:4] {
		_, err := p.Link(p.ctx, l.Workspace, l.ID)
		p.fails("a link that was removed", err, linkpack.ErrNotFound)
		_, err = p.LinkRevisions(p.ctx, l.Workspace, l.ID, 0, 0)
		p.fails("its revisions", err, linkpack.ErrNotFound)
		p.areGone(l)
	}
	stays, err := p.Link(p.ctx, "", id(5))
	p.ok("Link", err)
	p.holdsInBin(stays)
	p.holds(all[5])
}

func leavesTakenCodes(p *probe) {
	l := aliased(1)
	p.create(l)
	p.bin(l, 1)
	next := link(2)
	next.ShortCode = l.ShortCode
	p.create(next)
	removed, err := p.EmptyBin(p.ctx, binned(2), *edit(), 9)
	p.ok("EmptyBin", err)
	p.same("links removed", removed, 1)
	p.holds(next)
	_, err = p.LinkByCode(p.ctx, "b.example", l.ShortCode)
	p.fails("the alias that nobody took", err, linkpack.ErrGone)
	l = aliased(3)
	p.create(l)
	p.bin(l, 1)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), l.ID))
	p.areGone(l)
}

func limitsEmptying(p *probe) {
	for _, limit := range []int{0, -1} {
		_, err := p.EmptyBin(p.ctx, binned(1), *edit(), limit)
		p.invalid(fmt.Sprintf("a limit of %d", limit), err, "limit")
	}
}
