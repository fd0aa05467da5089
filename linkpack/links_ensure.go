package linkpack

import (
	"context"
	"errors"
	"fmt"
)

// EnsureOptions say which links [Shortener.EnsureLink] may find.
type EnsureOptions struct {
	// SameDestination also finds a link with the same destination on the same
	// domain. Links that do not lead everyone there are left out: those that are
	// archived, disabled or expired, and those with a password or MaxClicks. A link
	// with an ExternalID is left out if one is asked for, since it is that of
	// something else, and a link that is itself to be left out is found by its
	// ExternalID alone. Of several links, those without ExternalID come first, of
	// these the one that expires last or never, and of these the oldest.
	SameDestination bool
}

// EnsureLink returns the link of the workspace that has the ExternalID of link, else
// one with its destination if opts ask for that, else it creates link like
// [Shortener.CreateLink], and created is true. A link that is found stays as it is,
// also if other fields differ, and an ExternalID that was asked for is not added to
// it. A link is found by its ExternalID even if it is archived, disabled or expired,
// but not if it was deleted. Of several calls at once, also by other processes, one
// creates the link and the others find it.
//
// link is checked first, as if it were created. EnsureLink returns the errors of
// CreateLink, and a [FieldError] if the link could not be found again: if it has no
// ExternalID, and opts do not ask for the same destination or would leave it out. nil
// options find links by ExternalID alone.
//
// A principal needs the rights to read and to create. If its Scope leaves out the link
// with the ExternalID, that is a [TakenError]; a Scope with a tag forbids
// SameDestination.
func (s *Shortener) EnsureLink(ctx context.Context, link Link, opts *EnsureOptions) (found *Link, created bool, err error) {
	e := s.ensuring(opts)
	made, err := e.prepare(ctx, link)
	if err != nil {
		return nil, false, err
	}
	links, news, err := e.run(ctx, []*Link{made})
	if at, ok := errors.AsType[*IndexError](err); ok {
		err = at.Err
	}
	if err != nil {
		return nil, false, err
	}
	return links[0], news[0], nil
}

// EnsureLinks finds or creates links like [Shortener.EnsureLink]. It creates those
// that are missing all or none, in one transaction, and reports faults like
// [Shortener.CreateLinks]. created[i] says whether found[i] was created; a later
// link of the call can find one that was created for an earlier one.
func (s *Shortener) EnsureLinks(ctx context.Context, links []Link, opts *EnsureOptions) (found []*Link, created []bool, err error) {
	e := s.ensuring(opts)
	made, err := prepareAll(ctx, links, e.prepare)
	if err != nil {
		return nil, nil, err
	}
	found, created, err = e.run(ctx, made)
	if err != nil {
		return nil, nil, prefixIndexed(err)
	}
	return found, created, nil
}

// ensuring is one call of EnsureLinks.
type ensuring struct {
	*Shortener
	EnsureOptions
}

func (s *Shortener) ensuring(opts *EnsureOptions) *ensuring {
	if opts == nil {
		opts = &EnsureOptions{}
	}
	return &ensuring{s, *opts}
}

// prepare returns a checked copy of a link that can be found again.
func (e *ensuring) prepare(ctx context.Context, link Link) (*Link, error) {
	scope, err := scopeIn(ctx, link.Workspace, MayRead|MayCreate)
	if err != nil {
		return nil, err
	}
	if e.SameDestination && scope.Tag != "" {
		return nil, fmt.Errorf("links with and without the tag %q by their destination: %w", scope.Tag, ErrForbidden)
	}
	made, err := e.Shortener.prepare(ctx, link)
	if err != nil || made.ExternalID != "" {
		return made, err
	}
	if !e.SameDestination {
		return nil, invalid("external_id", "is required, unless links with the same destination are asked for")
	}
	if field := e.leftOut(made); field != "" {
		return nil, invalid(field, "keeps the link from being found again by its destination; give it an external id")
	}
	return made, nil
}

// leftOut returns the field for which a link is not found by its destination, or "".
func (e *ensuring) leftOut(link *Link) (field string) {
	switch {
	case link.Archived:
		return "archived"
	case link.Disabled:
		return "disabled"
	case link.PasswordHash != "":
		return "password_hash"
	case link.MaxClicks > 0:
		return "max_clicks"
	case !link.ExpiresAt.IsZero() && !link.ExpiresAt.After(e.now()):
		return "expires_at"
	}
	return ""
}

// run finds or creates prepared links.
func (e *ensuring) run(ctx context.Context, made []*Link) (found []*Link, created []bool, err error) {
	for {
		a := e.attempt(made)
		if err := a.find(ctx, made); err != nil {
			return nil, nil, err
		}
		err := a.create(ctx)
		if err == nil {
			return a.found, a.created, nil
		}
		if !errors.Is(err, errChanged) {
			return nil, nil, err
		}
	}
}
