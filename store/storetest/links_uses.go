package storetest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

func usesOfLinks() []promise {
	return []promise{
		{"uses are counted up to the limit", countsUses},
		{"of many uses at once, exactly as many as allowed succeed", neverUsesTooMuch},
		{"a visit that gives up waiting for a use uses nothing", givesUpUsing},
		{"a deleted link's uses are forgotten", forgetsUses},
	}
}

// used checks the number of a link's uses.
func (p *probe) used(number, want uint32) {
	p.tb.Helper()
	uses, err := p.LinkUses(p.ctx, number)
	p.ok("LinkUses", err)
	p.same("the uses", uses, want)
}

func countsUses(p *probe) {
	l, other := link(1), link(2)
	p.create(l, other)
	p.used(l.Number, 0)
	for want := uint32(1); want <= 3; want++ {
		uses, err := p.UseLink(p.ctx, l.Number, 3)
		p.ok("UseLink", err)
		p.same("the uses", uses, want)
	}
	_, err := p.UseLink(p.ctx, l.Number, 3)
	p.fails("one more", err, linkpack.ErrGone)
	p.used(l.Number, 3)
	uses, err := p.UseLink(p.ctx, l.Number, 4)
	p.ok("UseLink with a higher limit", err)
	p.same("the uses", uses, uint32(4))
	p.change(l, func(l *linkpack.Link) { l.Name = "changed" })
	p.used(l.Number, 4)
	p.used(other.Number, 0)
	_, err = p.UseLink(p.ctx, other.Number, 0)
	p.fails("no use allowed", err, linkpack.ErrGone)
}

func neverUsesTooMuch(p *probe) {
	const visitors, limit = 200, 50
	l := link(1)
	p.create(l)
	var mu sync.Mutex
	seen := make(map[uint32]bool)
	p.ok("UseLink", errors.Join(inParallel(visitors, func(int) error {
		uses, err := p.UseLink(p.ctx, l.Number, limit)
		if errors.Is(err, linkpack.ErrGone) {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		seen[uses] = true
		return err
	})...))
	p.same("the different uses that were granted", len(seen), limit)
	p.used(l.Number, limit)
}

func forgetsUses(p *probe) {
	l := link(1)
	p.create(l)
	_, err := p.UseLink(p.ctx, l.Number, 1)
	p.ok("UseLink", err)
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), l.ID))
	p.used(l.Number, 0)
}

// givesUpUsing uses a link behind a long transaction. A store need not let it wait, but then
// the use may be being written when it is given up.
func givesUpUsing(p *probe) {
	l := link(1)
	p.create(l)
	waited := p.useBehind(l, 1, 50*time.Millisecond)
	if waited == nil {
		p.used(l.Number, 1)
		return
	}
	p.fails("UseLink behind a long transaction", waited, context.DeadlineExceeded)
	uses, err := p.UseLink(p.ctx, l.Number, 1)
	if errors.Is(err, linkpack.ErrGone) && p.useBehind(l, 2, p.patience) == nil {
		return
	}
	p.ok("UseLink", err)
	p.same("the uses", uses, uint32(1))
}

// useBehind uses a link in the middle of a transaction, and gives up after some time.
func (p *probe) useBehind(l *linkpack.Link, limit uint32, patience time.Duration) (err error) {
	p.ok("UpdateClicks", p.UpdateClicks(p.ctx, func(analytics.Tx) error {
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		defer cancel()
		err = p.elsewhere(func() error {
			_, err := p.UseLink(ctx, l.Number, limit)
			return err
		})
		return nil
	}))
	return err
}
