package linkpack

import (
	"cmp"
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
	target = Target{Workspace: link.Workspace, Domain: link.Domain, Destination: link.Destination, At: a.at}
	ok = a.SameDestination && target.Matches(link)
	target.WithoutExternalID = link.ExternalID != ""
	return target, ok
}

// find looks for all links and notes those that are missing.
func (a *attempt) find(ctx context.Context, made []*Link) (err error) {
	for i, link := range made {
		a.found[i], err = a.known(ctx, link)
		if taken, ok := errors.AsType[*TakenError](err); ok {
			taken.Index = i
		}
		if errors.Is(err, ErrNotFound) {
			a.found[i], err = a.note(i, link), nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// known returns the link, stored or noted, that stands for a link, or ErrNotFound.
func (a *attempt) known(ctx context.Context, link *Link) (*Link, error) {
	if link.ExternalID != "" {
		if noted := a.byExternalID[externalKey(link)]; noted != nil {
			return noted, nil
		}
		found, err := a.external(ctx, link)
		if !errors.Is(err, ErrNotFound) {
			return found, err
		}
	}
	target, ok := a.target(link)
	if !ok {
		return nil, ErrNotFound
	}
	found, err := a.store.LinkTo(ctx, target)
	if noted := a.byTarget[target]; noted != nil && errors.Is(err, ErrNotFound) {
		return noted, nil
	}
	return found, err
}

// external returns the stored link with the ExternalID of a link, or ErrNotFound.
func (a *attempt) external(ctx context.Context, link *Link) (*Link, error) {
	found, err := a.store.LinkByExternalID(ctx, link.Workspace, link.ExternalID)
	if errors.Is(err, ErrNotFound) {
		err = cmp.Or(a.checkNewExternalIDs(ctx, []*Link{link}, nil), err)
	}
	if err != nil {
		return nil, err
	}
	scope, err := scopeIn(ctx, link.Workspace, MayRead|MayCreate)
	if err == nil && !a.covers(scope, found) {
		err = &TakenError{ExternalID: link.ExternalID, Field: "external_id"}
	}
	return found, err
}

// note notes that a link is missing and returns a copy, whose code the attempt may
// generate.
func (a *attempt) note(i int, made *Link) *Link {
	link := made.Clone()
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
	return link
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
	if err == nil {
		a.part()
	}
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
