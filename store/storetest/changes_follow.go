package storetest

import (
	"errors"
	"fmt"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

// follow reads the log in small pages until it has n rows.
func (p *probe) follow(n int) (seen []linkpack.Change, err error) {
	var seq uint64
	for deadline := time.Now().Add(p.patience); len(seen) < n; {
		page, err := p.ChangesAfter(p.ctx, seq, 5)
		if err != nil {
			return seen, err
		}
		if len(page) == 0 {
			linger()
		}
		for _, row := range page {
			if row.Seq <= seq {
				return seen, fmt.Errorf("row %d comes after row %d", row.Seq, seq)
			}
			seq = row.Seq
			seen = append(seen, row)
		}
		if time.Now().After(deadline) {
			return seen, fmt.Errorf("%d rows after %v, want %d", len(seen), p.patience, n)
		}
	}
	return seen, nil
}

// followsChanges lets two readers follow the log while others write. Some of the
// writes fail.
func followsChanges(p *probe) {
	const rounds = 10
	cause := errors.New("the update's own error")
	var followed [2][]linkpack.Change
	p.ok("reading and writing", errors.Join(together(func(w int) (err error) {
		if w < len(followed) {
			followed[w], err = p.follow((workers - len(followed)) * rounds * 2)
			return err
		}
		for round := range rounds {
			l := link(w*rounds + round)
			err = errors.Join(err, p.CreateLinks(p.ctx, l), p.raise(l, nil))
			if failed := p.raise(l, cause); !errors.Is(failed, cause) {
				err = errors.Join(err, fmt.Errorf("an update that fails: %w", failed))
			}
		}
		return err
	})...))
	p.same("what the second reader saw", followed[1], followed[0])
	revisions := make(map[string]uint64)
	for _, row := range followed[0] {
		if revisions[row.ID]++; row.Revision != revisions[row.ID] {
			p.broken("revision %d of link %s is row %d of it", row.Revision, row.ID, revisions[row.ID])
		}
	}
	p.same("links in the log", len(revisions), (workers-len(followed))*rounds)
}

// raise changes a link slowly, in an update that returns failure.
func (p *probe) raise(l *linkpack.Link, failure error) error {
	_, err := p.updateLink(l.Workspace, l.ID, func(l *linkpack.Link) error {
		l.Revision++
		linger()
		return failure
	})
	return err
}
