package storetest

import (
	"fmt"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

// Durable tests that everything is there when a store is opened again. reopen opens
// the same store each time; the first time it is empty. Durable closes it before it
// calls reopen again.
func Durable(t *testing.T, reopen func(tb testing.TB) linkpack.Store) { durable(t, reopen) }

func durable(tb testing.TB, reopen func(tb testing.TB) linkpack.Store) {
	const words = "everything is there when a store is opened again"
	var (
		live  []*linkpack.Link
		log   []linkpack.Change
		epoch uint64
	)
	for round := range 3 {
		p := &probe{tb: tb, ctx: tb.Context(), promise: words}
		defer p.catch()
		p.Store = reopen(tb)
		for _, l := range live {
			p.holds(l)
			p.used(l.Number, 1)
			p.same("its revisions", len(p.past(l, 0, 0)), 2)
		}
		for n := range round {
			p.recalls(n)
		}
		p.same("the log of changes", p.logged(0, len(log)), log)
		if round > 0 {
			p.shared("round", fmt.Sprint(round-1))
			p.epochAbove(epoch)
		}
		live = append(live, p.leave(round))
		log = p.logged(0, len(log)+9)
		epoch = p.lane().Epoch()
		p.ok("Release", p.lane().Release(p.ctx))
		p.ok("Close", p.Close())
	}
}

// epochAbove checks that the epoch is above that of an earlier lease.
func (p *probe) epochAbove(epoch uint64) {
	p.tb.Helper()
	if got := p.lane().Epoch(); got <= epoch {
		p.broken("epoch %d follows epoch %d", got, epoch)
	}
}

// leave stores what a round leaves behind: a link that stays, with a use and a
// revision, a link that was renamed and removed, a link in the bin, a document, a
// visitor, a row of clicks and a row of the shared table.
func (p *probe) leave(round int) *linkpack.Link {
	p.tb.Helper()
	stays, goes := fullLink(2*round), link(2*round+1)
	p.create(stays, goes)
	_, err := p.UseLink(p.ctx, stays.Number, 1)
	p.ok("UseLink", err)
	p.change(stays, func(l *linkpack.Link) { l.Revision++ })
	stays.Revision++
	p.change(goes, func(l *linkpack.Link) { l.ShortCode = fmt.Sprintf("renamed%d", round) })
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, goes.Workspace, *edit(), goes.ID))
	deleted := inBin(round)
	p.create(deleted)
	p.bin(deleted, round)
	d := document(round)
	p.addDocument(d)
	p.changeDocument(d, func(d *linkpack.Document) { d.Keys = d.Keys[:1] })
	p.identify(visitor(round), identity(round))
	p.put(analytics.TableLog, fmt.Sprint(round), "kept")
	p.ok("UpdateShared", p.UpdateShared(p.ctx, putShared("round", fmt.Sprint(round))))
	return stays
}

// inBin returns the link that a round leaves in the bin of a workspace.
func inBin(round int) *linkpack.Link {
	l := link(100 + round)
	l.Workspace = fmt.Sprint("round", round)
	return l
}

// recalls checks what leave left in a round, except for the link that stays.
func (p *probe) recalls(round int) {
	p.tb.Helper()
	gone := link(2*round + 1)
	for _, code := range []string{gone.ShortCode, fmt.Sprintf("renamed%d", round)} {
		_, err := p.LinkByCode(p.ctx, gone.Domain, code)
		p.fails("the code of a deleted link", err, linkpack.ErrGone)
	}
	_, err := p.DeletedLink(p.ctx, gone.Workspace, gone.ID)
	p.ok("DeletedLink", err)
	deleted, err := p.Link(p.ctx, inBin(round).Workspace, inBin(round).ID)
	p.ok("Link", err)
	p.holdsInBin(deleted)
	p.areGone(deleted)
	d := document(round)
	d.Keys, d.Revision = d.Keys[:1], 2
	p.holdsDocument(d)
	p.holdsVisitor(visitor(round), identity(round))
	rows := p.rows(analytics.TableLog)
	p.same("a row of the log", rows[2*round:2*round+2], []string{fmt.Sprint(round), "kept"})
}
