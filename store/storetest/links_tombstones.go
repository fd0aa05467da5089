package storetest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func tombstonesOfLinks() []promise {
	return []promise{
		{"a code that no link has any more can be taken in its workspace", takesOwnTombstones},
		{"a code that no link has any more is taken for other workspaces", refusesTombstonesOfOthers},
		{"a code is free if a new link of the workspace can take it", knowsFreeCodes},
		{"when many take one tombstone, exactly one succeeds", onlyOneTakesTombstone},
		{"a tombstone tells the design of the deleted link", tellsLastDesign},
		{"codes and tombstones are those of a simple model", followsModel},
	}
}

// buried are the ways in which a link gives up its code.
func buried(p *probe) map[string]func(l *linkpack.Link) {
	return map[string]func(l *linkpack.Link){
		"put into the bin": func(l *linkpack.Link) { p.bin(l, 1) },
		"removed": func(l *linkpack.Link) {
			p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
		},
		"renamed": func(l *linkpack.Link) {
			p.change(l, func(l *linkpack.Link) { l.ShortCode += "-renamed" })
		},
	}
}

func takesOwnTombstones(p *probe) {
	n := 0
	for how, bury := range buried(p) {
		for _, as := range []string{"short code", "alias", "change"} {
			l, next := link(n), link(n+1)
			n += 2
			p.create(l)
			if as == "change" {
				p.create(next)
			}
			bury(l)
			take := func(next *linkpack.Link) { next.ShortCode = l.ShortCode }
			if as == "alias" {
				take = func(next *linkpack.Link) { next.Aliases = []linkpack.Alias{{ShortCode: l.ShortCode}} }
			}
			if as == "change" {
				next = p.change(next, take)
			} else {
				take(next)
				p.create(next)
			}
			p.holds(next)
			third := link(n)
			third.ShortCode = l.ShortCode
			p.taken("the code of a link that was "+how, p.CreateLinks(p.ctx, third), 0, third)
		}
	}
}

func refusesTombstonesOfOthers(p *probe) {
	n := 0
	for how, bury := range buried(p) {
		l, other, made := link(n), link(n+1), link(n+2)
		n += 3
		other.Workspace, made.Workspace = "other", "other"
		p.create(l, other)
		bury(l)
		made.ShortCode = l.ShortCode
		p.taken("creating a link at the code of a link that was "+how, p.CreateLinks(p.ctx, made), 0, made)
		_, err := p.updateLink("other", other.ID, func(l *linkpack.Link) error {
			l.Aliases = []linkpack.Alias{{ShortCode: made.ShortCode}}
			return nil
		})
		p.taken("taking it as an alias", err, 0, made)
		p.holds(other)
		_, err = p.LinkByCode(p.ctx, "", l.ShortCode)
		p.fails("the code", err, linkpack.ErrGone)
	}
}

// free checks whether new links of workspaces can take a code on the default domain.
func (p *probe) free(code string, byWorkspace map[string]bool) {
	p.tb.Helper()
	for workspace, want := range byWorkspace {
		got, err := p.CodeFree(p.ctx, workspace, "", code)
		p.ok("CodeFree", err)
		p.same(fmt.Sprintf("whether %q is free for workspace %q", code, workspace), got, want)
	}
}

func knowsFreeCodes(p *probe) {
	n := 0
	for how, bury := range buried(p) {
		l := link(n)
		n++
		l.Aliases = []linkpack.Alias{{ShortCode: "alias of one " + how}}
		p.free(l.ShortCode, map[string]bool{"": true, "other": true})
		p.create(l)
		p.free(l.ShortCode, map[string]bool{"": false, linkpack.DefaultWorkspace: false, "other": false})
		p.free(l.Aliases[0].ShortCode, map[string]bool{"": false, "other": false})
		bury(l)
		p.free(l.ShortCode, map[string]bool{"": true, linkpack.DefaultWorkspace: true, "other": false})
		elsewhere, err := p.CodeFree(p.ctx, "other", "b.example", l.ShortCode)
		p.ok("CodeFree", err)
		p.same("whether the code is free on another domain", elsewhere, true)
	}
	other := link(n)
	other.Workspace = "other"
	p.create(other)
	p.free(link(0).ShortCode, map[string]bool{"": true, "other": false})
}

func onlyOneTakesTombstone(p *probe) {
	for round := range 5 {
		first := link(round * (workers + 1))
		p.create(first)
		p.bin(first, 1)
		p.oneWon(together(func(w int) error {
			if w == 0 {
				_, err := p.unbin(first, asItIs)
				return err
			}
			l := link(round*(workers+1) + w)
			l.ShortCode = first.ShortCode
			return p.CreateLinks(p.ctx, l)
		}))
	}
}

// codeModel knows the links that a store should have, and who had a code last.
type codeModel struct {
	links []*linkpack.Link  // in the bin or not
	last  map[string]string // workspaces, by code
}

// holder returns the link that has a code, or nil.
func (m *codeModel) holder(code string) *linkpack.Link {
	for _, l := range m.links {
		if l.DeletedAt.IsZero() && l.ShortCode == code {
			return l
		}
	}
	return nil
}

// isFree reports whether a link can take a code.
func (m *codeModel) isFree(l *linkpack.Link, code string) bool {
	holder, last := m.holder(code), m.last[code]
	return holder != nil && holder.ID == l.ID || holder == nil && (last == "" || last == l.Workspace)
}

func followsModel(p *probe) {
	random := rand.New(rand.NewPCG(1, 2))
	m := &codeModel{last: make(map[string]string)}
	for n := range 400 {
		code := fmt.Sprint("c", random.IntN(6))
		if len(m.links) == 0 || random.IntN(3) == 0 {
			p.createAsModel(m, n, random.IntN(2), code)
		} else {
			p.changeAsModel(m, random.IntN(len(m.links)), random.IntN(4), code)
		}
		p.followed(m)
	}
}

// createAsModel creates a link in one of two workspaces.
func (p *probe) createAsModel(m *codeModel, n, workspace int, code string) {
	p.tb.Helper()
	l := link(n)
	l.Workspace, l.ShortCode = []string{"here", "there"}[workspace], code
	err := p.CreateLinks(p.ctx, l)
	if !m.isFree(l, code) {
		p.taken("CreateLinks", err, 0, l)
		return
	}
	p.ok("CreateLinks", err)
	m.links, m.last[code] = append(m.links, l), l.Workspace
}

// changeAsModel renames a link, puts it into the bin, takes it out or removes it.
func (p *probe) changeAsModel(m *codeModel, i, what int, code string) {
	p.tb.Helper()
	l := m.links[i].Clone()
	switch what {
	case 0:
		p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
		m.links = append(m.links[:i], m.links[i+1:]...)
		return
	case 1:
		l.DeletedAt = binned(1)
	case 2:
		l.DeletedAt = time.Time{}
	case 3:
		if l.DeletedAt.IsZero() {
			l.ShortCode = code
		}
	}
	_, err := p.updateLink(l.Workspace, l.ID, func(stored *linkpack.Link) error {
		*stored = *l
		return nil
	})
	if l.DeletedAt.IsZero() && !m.isFree(l, l.ShortCode) {
		p.taken("UpdateLinks", err, 0, l)
		return
	}
	p.ok("UpdateLinks", err)
	if m.links[i] = l; l.DeletedAt.IsZero() {
		m.last[l.ShortCode] = l.Workspace
	}
}

// followed checks that every code is as in the model.
func (p *probe) followed(m *codeModel) {
	p.tb.Helper()
	for n := range 6 {
		code := fmt.Sprint("c", n)
		got, err := p.LinkByCode(p.ctx, "", code)
		switch want := m.holder(code); {
		case want != nil:
			p.ok("LinkByCode", err)
			p.same("the link that has code "+code, got, want)
		case m.last[code] != "":
			p.fails("code "+code, err, linkpack.ErrGone)
		default:
			p.fails("code "+code, err, linkpack.ErrNotFound)
		}
	}
}
