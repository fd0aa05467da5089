package storetest

import (
	"errors"

	"github.com/linkpack/linkpack-go/linkpack"
)

// tellsLastDesign checks that the tombstones of a link tell the design that it had when
// it was deleted, whatever becomes of the link then.
func tellsLastDesign(p *probe) {
	n := 0
	for how, remove := range map[string]func(*linkpack.Link){
		"in the bin": func(*linkpack.Link) {},
		"removed": func(l *linkpack.Link) {
			p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
		},
	} {
		for _, binned := range []bool{true, false} {
			if !binned && how == "in the bin" {
				continue
			}
			n++
			l := aliased(n)
			l.Design = "design 1"
			p.create(l)
			if binned {
				p.bin(p.change(l, func(l *linkpack.Link) { l.DesignRevision = 1 << 40 }), 1)
			} else {
				p.change(l, func(l *linkpack.Link) { l.DesignRevision = 1 << 40 })
			}
			remove(l)
			p.hadDesign(how, l, linkpack.GoneError{Design: "design 1", Revision: 1 << 40})
		}
	}
	plain := link(n + 1)
	p.create(plain)
	p.bin(plain, 1)
	p.hadDesign("without a design", plain, linkpack.GoneError{})
}

// hadDesign checks what the tombstones of a link tell.
func (p *probe) hadDesign(how string, l *linkpack.Link, want linkpack.GoneError) {
	p.tb.Helper()
	for _, c := range l.Codes() {
		_, err := p.LinkByCode(p.ctx, c.Domain, c.ShortCode)
		gone, ok := errors.AsType[*linkpack.GoneError](err)
		if !ok || *gone != want {
			p.broken("the code %q of a link %s: %v (%+v), want %+v", c.ShortCode, how, err, gone, want)
		}
	}
}
