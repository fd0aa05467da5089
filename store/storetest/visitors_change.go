package storetest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// changeVisitor updates a visitor that exists and raises its revision.
func (p *probe) changeVisitor(v *linkpack.Visitor, update func(*linkpack.Visitor)) *linkpack.Visitor {
	p.tb.Helper()
	changed, err := p.UpdateVisitor(p.ctx, v.Workspace, v.ID, *edit(), func(v *linkpack.Visitor) error {
		v.Revision++
		update(v)
		return nil
	})
	p.ok("UpdateVisitor", err)
	return changed
}

func updatesVisitor(p *probe) {
	p.identify(visitor(1), identity(1))
	want := visitor(1)
	want.Revision, want.Attributes["score"], want.LastSeen = 2, 7.25, day.Add(9*time.Hour)
	got := p.changeVisitor(visitor(1), func(v *linkpack.Visitor) {
		v.ID, v.Workspace = id(9), "elsewhere"
		v.Attributes["score"], v.LastSeen = 7.25, want.LastSeen
	})
	p.same("what UpdateVisitor returned", got, want)
	p.holdsVisitor(want, identity(1))
	cause := errors.New("the update's own error")
	_, err := p.UpdateVisitor(p.ctx, "acme", id(1), *edit(), func(v *linkpack.Visitor) error {
		v.Attributes["score"] = 0
		return cause
	})
	p.fails("UpdateVisitor", err, cause)
	p.holdsVisitor(want, identity(1))
}

func freesEmail(p *probe) {
	p.identify(visitor(1))
	changed := p.changeVisitor(visitor(1), func(v *linkpack.Visitor) { v.Attributes[linkpack.AttributeEmail] = "new@example.com" })
	_, err := p.VisitorByEmail(p.ctx, "acme", visitor(1).Email())
	p.fails("the e-mail that was given up", err, linkpack.ErrNotFound)
	next := visitor(2)
	next.Attributes[linkpack.AttributeEmail] = "ada1@example.com"
	p.identify(next)
	p.holdsVisitor(next)
	p.holdsVisitor(changed)
	gone := p.changeVisitor(changed, func(v *linkpack.Visitor) { delete(v.Attributes, linkpack.AttributeEmail) })
	p.holdsVisitor(gone)
	_, err = p.VisitorByEmail(p.ctx, "acme", changed.Email())
	p.fails("the e-mail that was removed", err, linkpack.ErrNotFound)
}

func findsNoVisitor(p *probe) {
	p.identify(visitor(1), identity(1))
	p.lacksVisitor(visitor(2), identity(2))
	for _, text := range []string{"", "\x00", "\xff", id(1)[:35], strings.Repeat("x", 30_000)} {
		_, err := p.Visitor(p.ctx, "acme", text)
		p.fails(fmt.Sprintf("Visitor with id %.20q", text), err, linkpack.ErrNotFound)
		_, err = p.VisitorByEmail(p.ctx, "acme", text)
		p.fails(fmt.Sprintf("VisitorByEmail with %.20q", text), err, linkpack.ErrNotFound)
		_, err = p.UpdateVisitor(p.ctx, "acme", text, *edit(), func(*linkpack.Visitor) error { return nil })
		p.fails("UpdateVisitor", err, linkpack.ErrNotFound)
		p.fails("DeleteVisitor", p.DeleteVisitor(p.ctx, "acme", text, *edit(), nil), linkpack.ErrNotFound)
	}
}
