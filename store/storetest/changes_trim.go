package storetest

import "github.com/linkpack/linkpack-go/linkpack"

func trimmingChanges() []promise {
	return []promise{
		{"rows that are trimmed are gone, and the others stay", trimsChanges},
		{"a reader that missed trimmed rows is told", tellsOfTrimmed},
		{"the log goes on after it was trimmed", goesOnTrimmed},
	}
}

// trim makes seven changes and removes the rows of the first three.
func (p *probe) trim() (all []linkpack.Change) {
	p.tb.Helper()
	p.create(links(1, 7)...)
	all = p.logged(0, 7)
	p.ok("TrimChanges", p.TrimChanges(p.ctx, all[2].Seq))
	return all
}

func trimsChanges(p *probe) {
	all := p.trim()
	p.same("the rows that are left", p.logged(0, 4), all[3:])
	p.same("the rows behind the trimmed ones", p.logged(all[2].Seq, 4), all[3:])
	p.ok("TrimChanges again", p.TrimChanges(p.ctx, all[1].Seq))
	p.ok("TrimChanges of nothing", p.TrimChanges(p.ctx, 0))
	p.same("the rows that are left", p.logged(0, 4), all[3:])
}

func tellsOfTrimmed(p *probe) {
	all := p.trim()
	for _, missed := range all[:2] {
		_, err := p.ChangesAfter(p.ctx, missed.Seq, 0)
		p.fails("ChangesAfter", err, linkpack.ErrGone)
	}
	p.ok("TrimChanges of all", p.TrimChanges(p.ctx, 1<<64-1))
	_, err := p.ChangesAfter(p.ctx, all[5].Seq, 0)
	p.fails("ChangesAfter", err, linkpack.ErrGone)
	p.logged(0, 0)
	p.logged(all[6].Seq, 0)
}

func goesOnTrimmed(p *probe) {
	all := p.trim()
	p.ok("TrimChanges", p.TrimChanges(p.ctx, all[6].Seq))
	last, err := p.LastChange(p.ctx)
	p.ok("LastChange", err)
	p.same("the last change", last, all[6].Seq)
	p.mark(last, 1)
	p.logged(0, 1)
}
