package storetest

import (
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/linkpack"
)

func conditions() []promise {
	return []promise{
		{"a write whose condition holds is done", writesWhenConditionHolds},
		{"a write whose condition does not hold does nothing", writesNothingWithoutCondition},
		{"a domain is unused when its links are deleted", countsNoTombstones},
		{"no link is left on a domain that is deleted meanwhile", leavesNoLinkBehind},
		{"no link is made by a rule of its domain that changes meanwhile", makesNoLinkByOldRule},
	}
}

// domain returns a document that stands for the domain of a link.
func domain() *linkpack.Document {
	return &linkpack.Document{Kind: linkpack.KindDomain, ID: "go.example.com", Body: []byte("{}")}
}

// at returns a context that requires the domain with a revision.
func (p *probe) at(revision uint64) context.Context {
	d := domain()
	return linkpack.WithCondition(p.ctx, linkpack.Condition{Documents: []linkpack.DocumentRevision{{Kind: d.Kind, ID: d.ID, Revision: revision}}})
}

// unused returns a context that requires that no link uses the domain.
func (p *probe) unused() context.Context {
	return linkpack.WithCondition(p.ctx, linkpack.Condition{Unused: []string{domain().ID}})
}

// onDomain returns the nth link, with a code on the domain. Every second has it as an
// alias.
func onDomain(n int) *linkpack.Link {
	l := link(n)
	if n%2 == 0 {
		l.Domain = domain().ID
	} else {
		l.Aliases = []linkpack.Alias{{Domain: domain().ID, ShortCode: l.ShortCode}}
	}
	return l
}

// writes returns the errors of all methods that check a condition, for link 1 and the
// domain.
func (p *probe) writes(ctx context.Context) map[string]error {
	d := domain()
	errs := map[string]error{
		"CreateLinks":    p.CreateLinks(ctx, link(2)),
		"CreateDocument": p.CreateDocument(ctx, document(2), edit()),
	}
	_, errs["UpdateLinks"] = p.UpdateLinks(ctx, "", []string{id(1)}, func(_ int, l *linkpack.Link) error {
		l.Name = "changed"
		return nil
	})
	_, errs["UpdateDocument"] = p.UpdateDocument(ctx, d.Kind, d.Workspace, d.ID, nil, func(d *linkpack.Document) error {
		d.Body = []byte("[]")
		return nil
	})
	errs["DeleteLinks"] = p.DeleteLinks(ctx, "", *edit(), id(1))
	return errs
}

func writesWhenConditionHolds(p *probe) {
	p.create(link(1))
	p.addDocument(domain())
	ctx := linkpack.WithCondition(p.at(1), linkpack.Condition{
		Documents: linkpack.ConditionOf(p.at(1)).Documents,
		Unused:    []string{domain().ID, "b.example.com"},
	})
	for name, err := range p.writes(ctx) {
		p.ok(name, err)
	}
	p.ok("DeleteDocument", p.DeleteDocument(ctx, domain().Kind, "", domain().ID, edit()))
	p.holds(p.stored(2))
	p.lacksDocument(domain())
}

// stored returns a link as it is.
func (p *probe) stored(n int) *linkpack.Link {
	p.tb.Helper()
	l, err := p.Link(p.ctx, "", id(n))
	p.ok("Link", err)
	return l
}

func writesNothingWithoutCondition(p *probe) {
	l, d := onDomain(1), domain()
	p.create(l)
	p.addDocument(d)
	missing := linkpack.Condition{Documents: []linkpack.DocumentRevision{{Kind: d.Kind, ID: "other", Revision: 1}}}
	for what, ctx := range map[string]context.Context{
		"another revision": p.at(2), "a missing document": linkpack.WithCondition(p.ctx, missing), "a domain in use": p.unused(),
	} {
		for name, err := range p.writes(ctx) {
			p.fails(name+" with "+what, err, linkpack.ErrConflict)
		}
		p.fails("DeleteDocument with "+what, p.DeleteDocument(ctx, d.Kind, "", d.ID, edit()), linkpack.ErrConflict)
	}
	p.holds(l)
	p.lacks(link(2))
	p.holdsDocument(d)
	p.lacksDocument(document(2))
}

func countsNoTombstones(p *probe) {
	p.addDocument(domain())
	p.create(onDomain(1), onDomain(2))
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), id(1), id(2)))
	p.ok("DeleteDocument", p.DeleteDocument(p.unused(), domain().Kind, "", domain().ID, edit()))
}

// race lets many create links on the domain while one changes the domain, and returns
// how many links were made and whether the change was.
func (p *probe) race(round int, change func() error) (made int, changed bool) {
	p.tb.Helper()
	errs := together(func(w int) error {
		if w == workers/2 {
			return change()
		}
		return p.CreateLinks(p.at(1), onDomain(round*workers+w))
	})
	for w, err := range errs {
		switch {
		case err != nil && !errors.Is(err, linkpack.ErrConflict):
			p.ok(fmt.Sprint("writer ", w), err)
		case err == nil && w == workers/2:
			changed = true
		case err == nil:
			made++
		}
	}
	return made, changed
}

// races runs a race several times, each with a domain and links of its own.
func (p *probe) races(change func() error) {
	p.tb.Helper()
	for round := range 10 {
		p.addDocument(domain())
		made, changed := p.race(round, change)
		if changed && made > 0 || !changed && made == 0 {
			p.broken("%d links were made, and the domain was changed: %v", made, changed)
		}
		var ids []string
		for w := range workers {
			if _, err := p.Link(p.ctx, "", id(round*workers+w)); err == nil {
				ids = append(ids, id(round*workers+w))
			}
		}
		p.same("links that are there", len(ids), made)
		p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), ids...))
		if err := p.DeleteDocument(p.ctx, domain().Kind, "", domain().ID, edit()); err != nil {
			p.fails("DeleteDocument", err, linkpack.ErrNotFound)
		}
	}
}

func leavesNoLinkBehind(p *probe) {
	d := domain()
	p.races(func() error { return p.DeleteDocument(p.unused(), d.Kind, "", d.ID, edit()) })
}

func makesNoLinkByOldRule(p *probe) {
	d := domain()
	p.races(func() error {
		_, err := p.UpdateDocument(p.unused(), d.Kind, "", d.ID, edit(), func(d *linkpack.Document) error {
			d.Body = []byte(`{"fold_case":true}`)
			return nil
		})
		return err
	})
}
