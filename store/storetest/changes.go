package storetest

import (
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

func changeLog() []promise {
	return []promise{
		{"every change of a link is logged", logsLinks},
		{"every change of a document is logged", logsDocuments},
		{"a change is logged for the workspace that the edit names", logsForWorkspace},
		{"each thing that a call changes gets a row", logsEach},
		{"a write that is no change is not logged and raises no revision", logsNoNotes},
		{"a change that fails is not logged", logsNoFailure},
		{"the log is read in pages", pagesChanges},
		{"a negative limit is refused in the log", refusesNegativeChanges},
		{"rows that the store returns belong to the caller", givesChangesAway},
	}
}

// logged returns the rows above a sequence and checks that there are n. A row may
// come a little later than its change.
func (p *probe) logged(seq uint64, n int) []linkpack.Change {
	p.tb.Helper()
	for deadline := time.Now().Add(p.patience); ; time.Sleep(time.Millisecond) {
		rows, err := p.ChangesAfter(p.ctx, seq, 0)
		p.ok("ChangesAfter", err)
		if len(rows) >= n || time.Now().After(deadline) {
			p.same("rows of the log", len(rows), n)
			return rows
		}
	}
}

// log checks that the rows above a sequence are these, with a rising Seq, and
// returns the last Seq.
func (p *probe) log(seq uint64, want ...linkpack.Change) uint64 {
	p.tb.Helper()
	for i, row := range p.logged(seq, len(want)) {
		if row.Seq <= seq {
			p.broken("row %d follows on row %d", row.Seq, seq)
		}
		seq = row.Seq
		row.Seq = 0
		p.same(fmt.Sprintf("row %d of the log", i), row, want[i])
	}
	last, err := p.LastChange(p.ctx)
	p.ok("LastChange", err)
	p.same("the last change", last, seq)
	return seq
}

// mark makes a change and checks that it is the only row above a sequence.
func (p *probe) mark(seq uint64, n int) uint64 {
	p.tb.Helper()
	d := document(n)
	p.addDocument(d)
	return p.log(seq, rowOf(linkpack.ActionCreate, d))
}

// rowOfLink is the row of a link that is created or changed.
func rowOfLink(action linkpack.Action, l *linkpack.Link, more ...linkpack.Alias) linkpack.Change {
	return linkpack.Change{
		Time: l.UpdatedAt, Workspace: l.Workspace, Actor: l.UpdatedBy,
		Kind: linkpack.KindLink, ID: l.ID, Action: action, Revision: uint64(l.Revision), Codes: append(l.Codes(), more...),
	}
}

// rowOf is the row of a document.
func rowOf(action linkpack.Action, d *linkpack.Document) linkpack.Change {
	return linkpack.Change{
		Time: edit().Time, Workspace: d.Workspace, Actor: edit().Actor,
		Kind: d.Kind, ID: d.ID, Action: action, Revision: d.Revision,
	}
}

func logsLinks(p *probe) {
	seq := p.log(0)
	l := fullLink(1)
	p.create(l)
	seq = p.log(seq, rowOfLink(linkpack.ActionCreate, l))
	old := l.Codes()
	l = p.change(l, func(l *linkpack.Link) {
		l.ShortCode, l.Aliases = "new", l.Aliases[:1]
		l.Revision++
		l.UpdatedAt, l.UpdatedBy = day.Add(2*time.Hour), "token 2"
	})
	seq = p.log(seq, rowOfLink(linkpack.ActionUpdate, l, old[0], old[2]))
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
	gone := rowOfLink(linkpack.ActionDelete, l)
	gone.Time, gone.Actor = edit().Time, edit().Actor
	p.log(seq, gone)
}

func logsDocuments(p *probe) {
	d := document(1)
	p.addDocument(d)
	seq := p.log(0, rowOf(linkpack.ActionCreate, d))
	d = p.changeDocument(d, func(d *linkpack.Document) { d.Body = []byte("2") })
	seq = p.log(seq, rowOf(linkpack.ActionUpdate, d))
	p.ok("DeleteDocument", p.DeleteDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit()))
	p.log(seq, rowOf(linkpack.ActionDelete, d))
}

func logsForWorkspace(p *probe) {
	d := document(1)
	d.Workspace = ""
	by := edit()
	by.Workspace = "acme"
	p.ok("CreateDocument", p.CreateDocument(p.ctx, d, by))
	want := rowOf(linkpack.ActionCreate, d)
	want.Workspace = "acme"
	p.log(0, want)
}

func logsEach(p *probe) {
	all := links(1, 1000)
	p.create(all...)
	var created, changed, deleted []linkpack.Change
	ids := make([]string, len(all))
	for i, l := range all {
		ids[i] = l.ID
		created = append(created, rowOfLink(linkpack.ActionCreate, l))
	}
	seq := p.log(0, created...)
	_, err := p.UpdateLinks(p.ctx, "", ids, func(i int, l *linkpack.Link) error {
		if i%2 == 0 { // the others are as they were
			l.Revision++
		}
		return nil
	})
	p.ok("UpdateLinks", err)
	for i, l := range all {
		if i%2 == 0 {
			l.Revision++
			changed = append(changed, rowOfLink(linkpack.ActionUpdate, l))
		}
		gone := rowOfLink(linkpack.ActionDelete, l)
		gone.Time, gone.Actor = edit().Time, edit().Actor
		deleted = append(deleted, gone)
	}
	seq = p.log(seq, changed...)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), ids...))
	p.log(seq, deleted...)
}

func logsNoNotes(p *probe) {
	l, d := link(1), document(1)
	p.create(l)
	p.addDocument(d)
	seq := p.log(0, rowOfLink(linkpack.ActionCreate, l), rowOf(linkpack.ActionCreate, d))
	_, err := p.UseLink(p.ctx, l.Number, 2)
	p.ok("UseLink", err)
	p.change(l, func(l *linkpack.Link) { l.Notes = "noted" })
	noted, err := p.UpdateDocument(p.ctx, d.Kind, d.Workspace, d.ID, nil, func(d *linkpack.Document) error {
		d.Body = []byte(`"noted"`)
		return nil
	})
	p.ok("UpdateDocument", err)
	d.Body = []byte(`"noted"`)
	p.sameDocument("what UpdateDocument returned", noted, d)
	p.holdsDocument(d)
	own := document(2)
	p.ok("CreateDocument", p.CreateDocument(p.ctx, own, nil))
	p.ok("DeleteDocument", p.DeleteDocument(p.ctx, own.Kind, own.Workspace, own.ID, nil))
	p.put(analytics.TableLog, "a", "1")
	p.mark(seq, 3)
}

func logsNoFailure(p *probe) {
	all := links(1, 3)
	p.create(all...)
	d := document(1)
	p.addDocument(d)
	seq := p.logged(0, 4)[3].Seq
	twin := link(8)
	twin.ShortCode = all[0].ShortCode
	p.fails("CreateLinks", p.CreateLinks(p.ctx, link(9), twin), linkpack.ErrExists)
	cause := errors.New("the update's own error")
	_, err := p.UpdateLinks(p.ctx, "", []string{id(1), id(2)}, func(i int, l *linkpack.Link) error {
		l.Revision++
		if i == 1 {
			return cause
		}
		return nil
	})
	p.fails("UpdateLinks", err, cause)
	p.fails("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), id(1), id(9)), linkpack.ErrNotFound)
	p.fails("CreateDocument", p.CreateDocument(p.ctx, document(1), edit()), linkpack.ErrExists)
	_, err = p.UpdateDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit(), func(*linkpack.Document) error { return cause })
	p.fails("UpdateDocument", err, cause)
	p.fails("DeleteDocument", p.DeleteDocument(p.ctx, d.Kind, d.Workspace, "unknown", edit()), linkpack.ErrNotFound)
	p.mark(seq, 2)
}

func pagesChanges(p *probe) {
	p.create(links(1, 7)...)
	all := p.logged(0, 7)
	var paged []linkpack.Change
	for seq := uint64(0); ; seq = paged[len(paged)-1].Seq {
		page, err := p.ChangesAfter(p.ctx, seq, 3)
		p.ok("ChangesAfter", err)
		if len(page) > 3 {
			p.broken("%d rows on a page of 3", len(page))
		}
		if len(page) == 0 {
			break
		}
		paged = append(paged, page...)
	}
	p.same("all pages", paged, all)
	for _, seq := range []uint64{all[6].Seq, all[6].Seq + 1, 1<<64 - 1} {
		rows, err := p.ChangesAfter(p.ctx, seq, 0)
		p.ok("ChangesAfter", err)
		p.same("rows behind the last", len(rows), 0)
	}
}

func refusesNegativeChanges(p *probe) {
	_, err := p.ChangesAfter(p.ctx, 0, -1)
	p.invalid("ChangesAfter", err, "limit")
}

func givesChangesAway(p *probe) {
	l := fullLink(1)
	p.create(l)
	want := rowOfLink(linkpack.ActionCreate, l)
	p.logged(0, 1)[0].Codes[0].ShortCode = "spoiled"
	p.log(0, want)
}
