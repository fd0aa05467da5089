package storetest

import "github.com/linkpack/linkpack-go/linkpack"

func aliasesOfLinks() []promise {
	return []promise{
		{"a link is found by each of its aliases, as it is now", findsByAlias},
		{"an alias is a code like any other", refusesTakenAlias},
		{"an alias that is given up is gone, and can come back", buriesAlias},
		{"short code and alias can change places", swapsCodes},
		{"a deleted link's aliases are gone", buriesAliases},
	}
}

// aliased returns the nth link with an alias on another domain.
func aliased(n int) *linkpack.Link {
	l := link(n)
	l.Aliases = []linkpack.Alias{{Domain: "b.example", ShortCode: l.ShortCode}}
	return l
}

func findsByAlias(p *probe) {
	l := aliased(1)
	p.create(l)
	p.holds(l)
	p.holds(p.change(l, func(l *linkpack.Link) { l.Name = "changed" }))
	p.holds(p.change(l, func(l *linkpack.Link) { l.Aliases = append(l.Aliases, linkpack.Alias{ShortCode: "more"}) }))
}

func refusesTakenAlias(p *probe) {
	l := aliased(1)
	p.create(l)
	wanted := &linkpack.Link{Domain: "b.example", ShortCode: l.ShortCode}
	second := link(2)
	second.Domain = wanted.Domain
	second.ShortCode = wanted.ShortCode
	p.taken("a link at another's alias", p.CreateLinks(p.ctx, link(3), second), 1, wanted)
	second = link(2)
	second.Aliases = l.Aliases
	p.taken("the alias of another link", p.CreateLinks(p.ctx, second), 0, wanted)
	other := link(4)
	p.create(other)
	_, err := p.updateLink("", other.ID, func(o *linkpack.Link) error {
		o.Aliases = l.Aliases
		return nil
	})
	p.taken("taking another's alias", err, 0, wanted)
	p.lacks(link(2))
	p.holds(other)
	p.holds(l)
}

func buriesAlias(p *probe) {
	l := aliased(1)
	p.create(l)
	given := l.Aliases
	p.change(l, func(l *linkpack.Link) { l.Aliases = nil })
	_, err := p.LinkByCode(p.ctx, "b.example", l.ShortCode)
	p.fails("the alias", err, linkpack.ErrGone)
	other := link(2)
	other.Workspace, other.Aliases = "other", given
	p.taken("another workspace's link that wants it", p.CreateLinks(p.ctx, other), 0,
		&linkpack.Link{Domain: "b.example", ShortCode: l.ShortCode})
	p.holds(p.change(l, func(l *linkpack.Link) { l.Aliases = given }))
}

func swapsCodes(p *probe) {
	l := aliased(1)
	p.create(l)
	p.holds(p.change(l, func(l *linkpack.Link) {
		l.Domain, l.Aliases[0].Domain = l.Aliases[0].Domain, l.Domain
	}))
}

func buriesAliases(p *probe) {
	l := aliased(1)
	p.create(l)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), l.ID))
	for _, c := range l.Codes() {
		_, err := p.LinkByCode(p.ctx, c.Domain, c.ShortCode)
		p.fails("a code of a deleted link", err, linkpack.ErrGone)
	}
}
