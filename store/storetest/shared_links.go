package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
)

func seeOthersChanges(p *processes) {
	l, d := link(1), document(1)
	p.create(l)
	p.addDocument(d)
	for _, other := range p.all {
		l.Revision++
		other.change(l, func(stored *linkpack.Link) { stored.Revision = l.Revision })
		for _, reader := range p.all {
			reader.holds(l)
			reader.holdsDocument(d)
		}
	}
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, l.Workspace, *edit(), l.ID))
	for _, reader := range p.all {
		_, err := reader.Link(p.ctx, l.Workspace, l.ID)
		reader.fails("Link", err, linkpack.ErrNotFound)
		reader.logged(0, len(p.all)+3)
	}
}

func onlyOneProcessCreates(p *processes) {
	for round := range 5 {
		p.oneWon(together(func(w int) error {
			l := link(round*workers + w)
			l.ShortCode = fmt.Sprintf("wanted%d", round)
			return p.all[w].CreateLinks(p.ctx, l)
		}))
	}
}

func numbersDiffer(p *processes) {
	created := make([][]*linkpack.Link, workers)
	p.ok("CreateLinks", errors.Join(together(func(w int) error {
		for n := range 10 {
			l := link(10*w + n)
			l.Workspace = fmt.Sprint("of", w)
			if err := p.all[w].CreateLinks(p.ctx, l); err != nil {
				return err
			}
			created[w] = append(created[w], l)
		}
		return nil
	})...))
	var numbers []uint32
	for w, links := range created {
		for _, l := range links {
			p.all[workers-1-w].holds(l)
			numbers = append(numbers, l.Number)
		}
		number, err := p.WorkspaceNumber(p.ctx, links[0].Workspace)
		p.ok("WorkspaceNumber", err)
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	p.same("different numbers", len(slices.Compact(numbers)), 11*workers)
}

func losesNoUpdateOfOthers(p *processes) {
	l := link(1)
	p.create(l)
	p.ok("one of many updates", errors.Join(together(func(w int) (err error) {
		for range 10 {
			err = errors.Join(err, p.all[w].raise(l, nil))
		}
		return err
	})...))
	l.Revision += 10 * workers
	p.holds(l)
	n, err := p.CountLinks(p.ctx, l.Workspace)
	p.ok("CountLinks", err)
	p.same("links", n, 1)
}

// conditionsHold changes a document while other processes create links on condition that
// nobody has. So no link comes after the change in the log.
func conditionsHold(p *processes) {
	d := document(1)
	p.addDocument(d)
	for _, process := range p.all {
		process.holdsDocument(d)
	}
	condition := linkpack.Condition{Documents: []linkpack.DocumentRevision{{Kind: d.Kind, Workspace: d.Workspace, ID: d.ID, Revision: 1}}}
	ctx := linkpack.WithCondition(p.ctx, condition)
	p.ok("one of many writes", errors.Join(together(func(w int) error {
		if w == 0 {
			_, err := p.UpdateDocument(p.ctx, d.Kind, d.Workspace, d.ID, edit(), func(*linkpack.Document) error { return nil })
			return err
		}
		for n, deadline := 0, time.Now().Add(p.patience); ; n++ {
			err := p.all[w].CreateLinks(ctx, link(n*workers+w))
			if errors.Is(err, linkpack.ErrConflict) {
				return nil
			}
			if err != nil {
				return err
			}
			if time.Now().After(deadline) {
				return fmt.Errorf("links were still created after %v", p.patience)
			}
		}
	})...))
	links, err := p.CountLinks(p.ctx, "")
	p.ok("CountLinks", err)
	rows := p.logged(0, links+2) // the document was created and changed
	p.same("the last change", rows[links+1].Kind, d.Kind)
}

func usesExactly(p *processes) {
	const visitors, limit = 12, 30
	l := link(1)
	p.create(l)
	var mu sync.Mutex
	seen := make(map[uint32]bool)
	p.ok("UseLink", errors.Join(inParallel(visitors*workers, func(i int) error {
		uses, err := p.all[i%workers].UseLink(p.ctx, l.Number, limit)
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

func followAlike(p *processes) {
	const rounds = 5
	cause := errors.New("the update's own error")
	var followed [2][]linkpack.Change
	p.ok("reading and writing", errors.Join(together(func(w int) (err error) {
		process := p.all[w]
		if w < len(followed) {
			followed[w], err = process.follow((workers - len(followed)) * rounds * 2)
			return err
		}
		for round := range rounds {
			l := link(w*rounds + round)
			err = errors.Join(err, process.CreateLinks(p.ctx, l), process.raise(l, nil))
			if failed := process.raise(l, cause); !errors.Is(failed, cause) {
				err = errors.Join(err, fmt.Errorf("an update that fails: %w", failed))
			}
		}
		return err
	})...))
	p.same("what the second reader saw", followed[1], followed[0])
}

func losesNoSharedOfOthers(p *processes) {
	p.ok("one of many updates", errors.Join(together(func(w int) error {
		for range 10 {
			err := p.all[w].UpdateShared(p.ctx, func(tx analytics.Tx) error {
				defer linger()
				return countUp(tx, analytics.TableShared)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})...))
	p.ok("ViewClicks", p.Store.ViewClicks(p.ctx, func(v analytics.View) error {
		n, err := counter(v.Shared(), analytics.TableShared, "left")
		p.same("the counter", n, uint64(10*workers))
		return err
	}))
}
