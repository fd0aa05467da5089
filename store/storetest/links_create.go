package storetest

import (
	"strings"

	"github.com/linkpack/linkpack-go/linkpack"
)

func creatingLinks() []promise {
	return []promise{
		{"every field is stored as it is", storesEveryField},
		{"each link gets a number of its own", numbersLinks},
		{"a workspace gets a number with its first link", numbersWorkspaces},
		{"a code on a domain is given once", givesCodeOnce},
		{"several domains can have the same code", tellsDomainsApart},
		{"codes differ by case", tellsCasesApart},
		{"two links of one call cannot share a code", refusesTwinsInOneCall},
		{"links are created all or none", createsAllOrNone},
		{"an id is given once", givesIDOnce},
		{"what is passed to the store still belongs to the caller", keepsNothingGiven},
		{"the memory of a link's texts belongs to the caller", keepsNoTexts},
		{"creating no links is no error", createsNone},
		{"a thousand links are created in one call", createsMany},
	}
}

func storesEveryField(p *probe) {
	l := fullLink(1)
	p.create(l)
	p.holds(l)
	plain := link(2)
	p.create(plain)
	p.holds(plain)
}

func numbersLinks(p *probe) {
	all := links(1, 3)
	p.create(all...)
	last := link(4)
	p.create(last)
	seen := make(map[uint32]string)
	for _, l := range append(all, last) {
		if other, twice := seen[l.Number]; twice {
			p.broken("links %s and %s both have number %d", other, l.ID, l.Number)
		}
		if l.Number == 0 || l.Number == 1<<32-1 {
			p.broken("link %s has number %d, which no link may have", l.ID, l.Number)
		}
		seen[l.Number] = l.ID
		p.holds(l)
	}
}

func numbersWorkspaces(p *probe) {
	_, err := p.WorkspaceNumber(p.ctx, "")
	p.fails("the number of a workspace without links", err, linkpack.ErrNotFound)
	all := links(1, 3)
	all[1].Workspace, all[2].Workspace = "elsewhere", linkpack.DefaultWorkspace
	p.create(all...)
	last := link(4)
	last.Workspace = "elsewhere"
	p.create(last)
	numbers := p.numbered(append(all, last))
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "elsewhere", linkpack.Edit{}, all[1].ID, last.ID))
	again := link(5)
	again.Workspace = "elsewhere"
	p.create(again)
	p.same("the numbers of the workspaces", p.numbered([]*linkpack.Link{all[0], again}), numbers)
	named, err := p.WorkspaceNumber(p.ctx, linkpack.DefaultWorkspace)
	p.ok("WorkspaceNumber", err)
	p.same("the number of the default workspace by its name", named, numbers[0])
}

// numbered returns the numbers of the default workspace and of elsewhere, and checks
// that no link has them.
func (p *probe) numbered(links []*linkpack.Link) (numbers [2]uint32) {
	p.tb.Helper()
	for i, workspace := range []string{"", "elsewhere"} {
		var err error
		numbers[i], err = p.WorkspaceNumber(p.ctx, workspace)
		p.ok("WorkspaceNumber", err)
	}
	if numbers[0] == numbers[1] {
		p.broken("two workspaces have number %d", numbers[0])
	}
	for _, l := range links {
		if l.Number == numbers[0] || l.Number == numbers[1] {
			p.broken("link %s has number %d, as a workspace has", l.ID, l.Number)
		}
	}
	return numbers
}

func givesCodeOnce(p *probe) {
	first := fullLink(1)
	p.create(first)
	second := link(2)
	second.Domain, second.ShortCode = first.Domain, first.ShortCode
	p.taken("the same code in another workspace", p.CreateLinks(p.ctx, second), 0, second)
	p.holds(first)
	_, err := p.Link(p.ctx, second.Workspace, second.ID)
	p.fails("the refused link", err, linkpack.ErrNotFound)
}

func tellsDomainsApart(p *probe) {
	all := links(1, 4)
	all[0].Domain, all[0].ShortCode = "", "abc"
	all[1].Domain, all[1].ShortCode = "a.example", "abc"
	all[2].Domain, all[2].ShortCode = "b.example", "abc"
	all[3].Domain, all[3].ShortCode = "a.examplea", "bc"
	p.create(all...)
	for _, l := range all {
		p.holds(l)
	}
}

func tellsCasesApart(p *probe) {
	all := links(1, 2)
	all[0].ShortCode, all[1].ShortCode = "Abc", "abc"
	p.create(all...)
	p.holds(all[0])
	p.holds(all[1])
}

func refusesTwinsInOneCall(p *probe) {
	all := links(1, 3)
	all[2].ShortCode = all[1].ShortCode
	p.taken("CreateLinks", p.CreateLinks(p.ctx, all...), 2, all[2])
	for _, l := range all {
		p.lacks(l)
	}
}

func createsAllOrNone(p *probe) {
	p.create(link(2))
	all := links(1, 3)
	all[1].ID = id(9)
	p.taken("CreateLinks", p.CreateLinks(p.ctx, all...), 1, all[1])
	p.lacks(all[0])
	p.lacks(all[2])
	p.create(all[0], all[2])
	p.holds(all[0])
	p.holds(all[2])
}

func givesIDOnce(p *probe) {
	first, second := link(1), link(2)
	p.create(first)
	second.ID = first.ID
	p.fails("CreateLinks", p.CreateLinks(p.ctx, second), linkpack.ErrExists)
	p.holds(first)
	_, err := p.LinkByCode(p.ctx, second.Domain, second.ShortCode)
	p.fails("the refused link's code", err, linkpack.ErrNotFound)
}

func keepsNothingGiven(p *probe) {
	given := fullLink(1)
	p.create(given)
	want := given.Clone()
	spoil(given)
	p.holds(want)
}

func createsNone(p *probe) {
	p.ok("CreateLinks", p.CreateLinks(p.ctx))
}

func createsMany(p *probe) {
	all := links(1, 1000)
	for _, l := range all {
		l.Name = strings.Repeat("n", 200)
	}
	p.create(all...)
	p.holds(all[0])
	p.holds(all[999])
}
