package linkpack

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/random"
)

const (
	// trimInterval is between two looks for identities whose clicks are gone.
	trimInterval = 24 * time.Hour
	// trimMargin is how long a click is certainly gone after retention ends.
	trimMargin = time.Hour
	// trimmedAtOnce is about how many identities are taken in one transaction.
	trimmedAtOnce = 1000
)

// trimVisitors takes from visitors the browsers and clicks by which they are known whose
// clicks and conversions retention has removed. The visitors stay.
func (s *Shortener) trimVisitors(ctx context.Context) error {
	keep := s.opts.Clicks.Retention
	if keep == 0 || s.now().Sub(s.trimmed) < trimInterval {
		return nil
	}
	s.trimmed = s.now()
	if err := s.recorder.Flush(ctx); err != nil { // clicks in the queue count
		return err
	}
	workspaces, damage := s.Workspaces(ctx)
	faults := []error{damage}
	for _, workspace := range workspaces {
		t := trimming{Shortener: s, workspace: workspace.ID, before: s.now().Add(-keep - trimMargin)}
		faults = append(faults, t.run(ctx))
	}
	return errors.Join(faults...)
}

// trimming is the trimming of a workspace's visitors.
type trimming struct {
	*Shortener
	workspace string
	before    time.Time // clicks before it are gone
	old       []OldIdentities
	n         int // identities in old
}

// run trims the visitors page by page.
func (t *trimming) run(ctx context.Context) (damage error) {
	query := VisitorQuery{Workspace: t.workspace, Ascending: true, Limit: maxPage}
	for {
		page, err := t.store.ListVisitors(ctx, query)
		if errors.Is(err, ErrDamaged) {
			damage, err = errors.Join(damage, err), nil
		}
		if err == nil {
			err = t.page(ctx, page.Visitors)
		}
		if err != nil || page.Next == "" {
			return errors.Join(damage, err)
		}
		query.Cursor = page.Next
	}
}

// page trims those of some visitors who may be known by clicks that are gone.
func (t *trimming) page(ctx context.Context, visitors []*Visitor) error {
	visitors = slices.DeleteFunc(visitors, func(v *Visitor) bool { return !v.FirstSeen.Before(t.before) })
	ids := make([]string, len(visitors))
	for i, v := range visitors {
		ids[i] = v.ID
	}
	all, err := t.store.VisitorIdentities(ctx, t.workspace, ids)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	for i, v := range visitors {
		gone, err := t.gone(ctx, all[i])
		if err != nil {
			return err
		}
		for part := range slices.Chunk(gone, trimmedAtOnce) {
			t.old, t.n = append(t.old, OldIdentities{v.ID, v.IdentifiedAt, part}), t.n+len(part)
			if t.n >= trimmedAtOnce {
				if err := t.forget(ctx); err != nil {
					return err
				}
			}
		}
	}
	return t.forget(ctx)
}

// forget takes the identities that were found.
func (t *trimming) forget(ctx context.Context) error {
	if t.n == 0 {
		return nil
	}
	err := t.store.ForgetIdentities(ctx, t.workspace, t.old)
	t.old, t.n = nil, 0
	return err
}

// gone returns those of some identities by which neither a click nor a conversion is found.
func (t *trimming) gone(ctx context.Context, identities []string) ([]string, error) {
	var persons, clicks []string
	for _, identity := range identities {
		k := readIdentities([]string{identity})
		if len(k.persons) > 0 {
			persons = append(persons, identity)
		} else if random.TimeOf(k.clicks[0]).Before(t.before) {
			clicks = append(clicks, identity)
		}
	}
	have, err := t.recorder.HaveClicks(ctx, readIdentities(persons).persons)
	if err != nil {
		return nil, err
	}
	gone := without(have, persons)
	have, err = t.recorder.HaveEvents(ctx, readIdentities(clicks).clicks) // conversions may be younger
	return append(gone, without(have, clicks)...), err
}

// without returns the identities that have nothing in the log.
func without(have []bool, identities []string) (gone []string) {
	for i, has := range have {
		if !has {
			gone = append(gone, identities[i])
		}
	}
	return gone
}
