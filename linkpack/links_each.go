package linkpack

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
)

// CreateEach creates those links that can be created, unlike
// [Shortener.CreateLinks], which creates all or none. The result has a link for each
// of links, nil for those that failed, and the error joins an [IndexError] for each
// of these; [LinkErrors] walks them. If the result itself is nil, the error is of the
// whole call, such as that of a store, and no link was created.
func (s *Shortener) CreateEach(ctx context.Context, links []Link) ([]*Link, error) {
	e := each{Shortener: s, made: make([]*Link, len(links)), faults: make([]error, len(links))}
	for i := range links {
		if err := e.prepare(ctx, i, links[i]); err != nil {
			return nil, err
		}
	}
	if err := s.checkLinkQuota(ctx, e.rest()...); err != nil {
		return nil, err
	}
	for !e.done {
		if err := e.try(ctx); err != nil {
			return nil, err
		}
	}
	return e.made, errors.Join(e.faults...)
}

// each is one call of CreateEach.
type each struct {
	*Shortener
	made    []*Link // nil for those that failed
	faults  []error // by the same index
	unnamed []int   // indexes of links that get a generated code
	done    bool
}

// fail notes that a link cannot be created.
func (e *each) fail(i int, err error) {
	e.made[i], e.faults[i] = nil, &IndexError{Index: i, Err: err}
}

// prepare checks a link, also whether its codes or external ID are taken, so that try
// rarely has to be repeated. It returns an error that concerns all links.
func (e *each) prepare(ctx context.Context, i int, link Link) error {
	made, err := e.Shortener.prepare(ctx, link)
	if errors.Is(err, ErrInvalid) || errors.Is(err, ErrNotFound) {
		e.fail(i, prefixFields(fmt.Sprintf("links[%d].", i), err))
		return nil
	}
	if err != nil {
		return err
	}
	e.made[i] = made
	if made.ShortCode == "" {
		e.unnamed = append(e.unnamed, i)
	}
	taken, err := e.takenBy(ctx, made)
	if taken != nil {
		taken.Index = i
		e.describe(ctx, taken, e.made)
		e.fail(i, taken)
	}
	return err
}

// takenBy returns what other links have of a link to be written, or nil.
func (s *Shortener) takenBy(ctx context.Context, made *Link) (*TakenError, error) {
	if made.ExternalID != "" {
		other, err := s.store.LinkByExternalID(ctx, made.Workspace, made.ExternalID)
		if err == nil && other.ID != made.ID {
			return &TakenError{ExternalID: made.ExternalID}, nil
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
	}
	for _, code := range made.Codes() {
		free, err := s.store.CodeFree(ctx, made.Workspace, code.Domain, code.ShortCode)
		if err == nil && !free {
			free, err = s.holds(ctx, made, code)
		}
		if err != nil {
			return nil, err
		}
		if !free {
			return &TakenError{Domain: code.Domain, ShortCode: code.ShortCode}, nil
		}
	}
	return nil, nil
}

// holds reports whether a code that is not free is that of a link itself, as stored.
func (s *Shortener) holds(ctx context.Context, link *Link, code Alias) (bool, error) {
	holder, err := s.store.Store.LinkByCode(ctx, code.Domain, code.ShortCode)
	if errors.Is(err, ErrGone) || errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && holder.Workspace == link.Workspace && holder.ID == link.ID, err
}

// rest returns the links that have not failed.
func (e *each) rest() []*Link {
	return slices.DeleteFunc(slices.Clone(e.made), func(link *Link) bool { return link == nil })
}

// try creates the links that have not failed, all or none. If one cannot be created,
// as when its code is taken by another link of the call, that link fails.
func (e *each) try(ctx context.Context) error {
	for _, i := range e.unnamed {
		if e.made[i] != nil {
			e.made[i].ShortCode = "" // which the last try has generated
		}
	}
	rest := e.rest()
	err := e.create(ctx, rest)
	e.done = err == nil
	if taken, ok := errors.AsType[*TakenError](err); ok {
		taken.Index = slices.Index(e.made, rest[taken.Index])
		e.fail(taken.Index, taken)
		return nil
	}
	if at, ok := errors.AsType[*IndexError](err); ok {
		i := slices.Index(e.made, rest[at.Index])
		e.fail(i, prefixFields(fmt.Sprintf("links[%d].", i), at.Err))
		return nil
	}
	return err
}

// LinkErrors walks the errors of a call with several links: it yields the index of
// each link that caused one, in order, with the error. These are the errors of an
// [IndexError] and each [TakenError]. It yields nothing for an error of the whole
// call.
func LinkErrors(err error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) { walkLinks(err, yield) }
}

// walkLinks yields the errors of links in err. It returns false when it is to stop.
func walkLinks(err error, yield func(int, error) bool) bool {
	switch e := err.(type) { //nolint:errorlint // walks the tree as errors.As does, but yields all
	case nil:
		return true
	case *IndexError:
		return yield(e.Index, e.Err)
	case *TakenError:
		return yield(e.Index, e)
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			if !walkLinks(inner, yield) {
				return false
			}
		}
		return true
	}
	return walkLinks(errors.Unwrap(err), yield)
}
