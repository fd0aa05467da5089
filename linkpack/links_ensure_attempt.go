package linkpack

import (
	"context"
	"errors"
	"time"
)

// attempt is one attempt of a call of EnsureLinks. Another call may create a link
// between the search and the write, which the store then refuses.
type attempt struct {
	*ensuring
	at      time.Time
	found   []*Link
	created []bool
	missing []*Link // links to create
	index   []int   // of each missing link among found
	// Missing links by what a later link of the call is found by.
	byExternalID map[[2]string]*Link // workspace and external ID
	byTarget     map[Target]*Link
}

func (e *ensuring) attempt(made []*Link) *attempt {
	return &attempt{
		ensuring: e, at: e.now(), found: make([]*Link, len(made)), created: make([]bool, len(made)),
		byExternalID: make(map[[2]string]*Link), byTarget: make(map[Target]*Link),
	}
}

// target returns what selects the links with the destination of a link that may stand
// for it. ok is false if none may: it would not be selected itself.
func (a *attempt) target(link *Link) (target Target, ok bool) {
	target = Target{link.Workspace, link.Domain, link.Destination, link.ExternalID != "", a.at}
	selfless := target
	selfless.WithoutExternalID = false
	return target, a.SameDestination && selfless.Matches(link)
}

// find looks for all links and notes those that are missing.
func (a *attempt) find(ctx context.Context, made []*Link) error {
	for i, link := range made {
		found, err := a.stored(ctx, link)
		if errors.Is(err, ErrNotFound) {
			found, err = a.noted(link), nil
		}
		if err != nil {
			return err
		}
		if found == nil {
			found = link.Clone() // an attempt generates its code
			a.note(i, found)
		}
		a.found[i] = found
	}
	return nil
}

// stored returns the stored link that may stand for a link, or ErrNotFound.
func (a *attempt) stored(ctx context.Context, link *Link) (*Link, error) {
	if link.ExternalID != "" {
		found, err := a.store.LinkByExternalID(ctx, link.Workspace, link.ExternalID)
		if !errors.Is(err, ErrNotFound) {
			return found, err
		}
	}
	target, ok := a.target(link)
	if !ok {
		return nil, ErrNotFound
	}
	return a.store.LinkTo(ctx, target)
}

// noted returns the missing link that may stand for a link, or nil.
func (a *attempt) noted(link *Link) *Link {
	if same := a.byExternalID[externalKey(link)]; same != nil {
		return same
	}
	target, ok := a.target(link)
	if !ok {
		return nil
	}
	return a.byTarget[target]
}

// note notes that a link is missing.
func (a *attempt) note(i int, link *Link) {
	a.missing, a.index, a.created[i] = append(a.missing, link), append(a.index, i), true
	if link.ExternalID != "" {
		a.byExternalID[externalKey(link)] = link
	}
	target, ok := a.target(link)
	for _, without := range []bool{false, true} {
		target.WithoutExternalID = without
		if ok && a.byTarget[target] == nil && target.Matches(link) {
			a.byTarget[target] = link
		}
	}
}

// externalKey returns the workspace and external ID of a link.
func externalKey(link *Link) [2]string { return [2]string{link.Workspace, link.ExternalID} }

// create creates the missing links. It returns errChanged if one of them is there by
// now.
func (a *attempt) create(ctx context.Context) error {
	if len(a.missing) == 0 {
		return nil
	}
	err := a.Shortener.create(WithCondition(ctx, a.condition()), a.missing)
	if taken, ok := errors.AsType[*TakenError](err); ok {
		if taken.ExternalID != "" {
			return errChanged
		}
		taken.Index = a.index[taken.Index]
		return err
	}
	if at, ok := errors.AsType[*IndexError](err); ok {
		return &IndexError{Index: a.index[at.Index], Err: at.Err}
	}
	a.part()
	return err
}

// condition says that no link leads to where the missing links do.
func (a *attempt) condition() Condition {
	var c Condition
	for _, link := range a.missing {
		if target, ok := a.target(link); ok {
			c.Unlinked = append(c.Unlinked, target)
		}
	}
	return c
}

// part gives each result a link of its own.
func (a *attempt) part() {
	for i, link := range a.found {
		if !a.created[i] {
			a.found[i] = link.Clone()
		}
	}
}
