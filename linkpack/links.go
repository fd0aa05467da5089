package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
)

// Shorten makes a link and returns it as stored. Destination is required; what
// else is unset gets its default, and ID, Number, Revision and the times are
// always given. It returns a [FieldError], several joined, for what cannot be
// accepted, ErrExists for a code that is taken, and ErrNotFound for an unknown
// workspace.
func (s *Shortener) Shorten(ctx context.Context, link Link) (*Link, error) {
	made, err := s.prepare(ctx, link)
	if err != nil {
		return nil, err
	}
	if err := s.create(ctx, []*Link{made}); err != nil {
		return nil, err
	}
	return made, nil
}

// ShortenAll makes links like [Shortener.Shorten], all or none, in one
// transaction. The fields of its errors begin with the link's place, as in
// "links[3].destination".
func (s *Shortener) ShortenAll(ctx context.Context, links []Link) ([]*Link, error) {
	made := make([]*Link, len(links))
	for i := range links {
		link, err := s.prepare(ctx, links[i])
		if err != nil {
			return nil, prefixFields(fmt.Sprintf("links[%d].", i), err)
		}
		made[i] = link
	}
	if err := s.create(ctx, made); err != nil {
		return nil, err
	}
	return made, nil
}

// prefixFields returns err with every FieldError in it moved below prefix.
func prefixFields(prefix string, err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var moved []error
		for _, inner := range joined.Unwrap() {
			moved = append(moved, prefixFields(prefix, inner))
		}
		return errors.Join(moved...)
	}
	if field := (*FieldError)(nil); errors.As(err, &field) {
		return invalid(prefix+field.Field, "%s", field.Reason)
	}
	return err
}

// prepare returns a checked copy of a link that is to be made.
func (s *Shortener) prepare(ctx context.Context, link Link) (*Link, error) {
	made := link.Clone()
	made.Workspace = cmp.Or(link.Workspace, DefaultWorkspace)
	if _, err := s.Workspace(ctx, made.Workspace); err != nil {
		return nil, err
	}
	if err := s.check(ctx, made, nil); err != nil {
		return nil, err
	}
	id, err := s.ids.next(s.now())
	if err != nil {
		return nil, err
	}
	made.ID, made.Revision = id, 1
	made.CreatedAt = s.now()
	made.UpdatedAt = made.CreatedAt
	return made, nil
}

// create stores links and generates the codes that are missing, again for
// those that turn out to be taken.
func (s *Shortener) create(ctx context.Context, links []*Link) error {
	collisions := make(map[int]int)
	generated := make(map[int]bool)
	for i, link := range links {
		if link.ShortCode == "" {
			generated[i] = true
			code, err := s.generateCode(0)
			if err != nil {
				return err
			}
			link.ShortCode = code
		}
	}
	for {
		err := s.store.CreateLinks(ctx, links...)
		var taken *TakenError
		if !errors.As(err, &taken) || !generated[taken.Index] {
			s.forget(links)
			return err
		}
		collisions[taken.Index]++
		code, err := s.generateCode(collisions[taken.Index])
		if err != nil {
			return err
		}
		links[taken.Index].ShortCode = code
	}
}

func (s *Shortener) forget(links []*Link) {
	for _, link := range links {
		s.cache.invalidate(link.Domain, link.ShortCode)
	}
}

// Lookup returns a workspace's link by its id, or ErrNotFound.
func (s *Shortener) Lookup(ctx context.Context, workspace, id string) (*Link, error) {
	return s.store.Link(ctx, cmp.Or(workspace, DefaultWorkspace), id)
}

// LookupCode returns a workspace's link by its domain and short code. It
// returns ErrNotFound for a deleted link and for that of another workspace.
func (s *Shortener) LookupCode(ctx context.Context, workspace, domain, code string) (*Link, error) {
	domain, err := s.checkDomain(domain)
	if err != nil {
		return nil, fmt.Errorf("link %q: %w", clip(code), ErrNotFound)
	}
	link, err := s.store.LinkByCode(ctx, domain, code)
	if errors.Is(err, ErrGone) || err == nil && link.Workspace != cmp.Or(workspace, DefaultWorkspace) {
		return nil, fmt.Errorf("link %q: %w", clip(code), ErrNotFound)
	}
	return link, err
}

// errChanged says that a link was changed between being read and written.
var errChanged = errors.New("changed meanwhile")

// Update changes a workspace's link by update and returns it as stored. ID,
// Number, Workspace, Revision and the times cannot be changed; an update that
// changes nothing stores nothing. update may run more than once. The errors
// are those of [Shortener.Shorten] and whatever update returns; after any of
// them the link is as it was.
func (s *Shortener) Update(ctx context.Context, workspace, id string, update func(*Link) error) (*Link, error) {
	for {
		link, err := s.update(ctx, cmp.Or(workspace, DefaultWorkspace), id, update)
		if !errors.Is(err, errChanged) {
			return link, err
		}
	}
}

// update changes the link outside of the store's transaction, where checks can
// read the store, and writes it if nobody was faster.
func (s *Shortener) update(ctx context.Context, workspace, id string, update func(*Link) error) (*Link, error) {
	stored, err := s.store.Link(ctx, workspace, id)
	if err != nil {
		return nil, err
	}
	changed, err := s.change(ctx, stored, update)
	if err != nil {
		return nil, err
	}
	if reflect.DeepEqual(changed, stored) {
		return stored, nil
	}
	changed.Revision++
	changed.UpdatedAt = s.now()
	written, err := s.store.UpdateLink(ctx, workspace, id, func(link *Link) error {
		if link.Revision != stored.Revision {
			return errChanged
		}
		*link = *changed.Clone()
		return nil
	})
	s.forget([]*Link{stored, changed})
	return written, err
}

// change returns the checked outcome of update on a copy of stored.
func (s *Shortener) change(ctx context.Context, stored *Link, update func(*Link) error) (*Link, error) {
	changed := stored.Clone()
	if err := update(changed); err != nil {
		return nil, err
	}
	changed = changed.Clone() // update may have kept the slices it set
	changed.ID, changed.Number, changed.Workspace = stored.ID, stored.Number, stored.Workspace
	changed.Revision, changed.CreatedAt, changed.UpdatedAt = stored.Revision, stored.CreatedAt, stored.UpdatedAt
	if err := s.check(ctx, changed, stored); err != nil {
		return nil, err
	}
	return changed, nil
}

// Delete removes a workspace's link, or returns ErrNotFound. Its code answers
// "gone" from then on and is never given again.
func (s *Shortener) Delete(ctx context.Context, workspace, id string) error {
	workspace = cmp.Or(workspace, DefaultWorkspace)
	link, err := s.store.Link(ctx, workspace, id)
	if err != nil {
		return err
	}
	err = s.store.DeleteLink(ctx, workspace, id)
	s.forget([]*Link{link})
	return err
}

// Page returns a page of a workspace's links, newest first.
func (s *Shortener) Page(ctx context.Context, query LinkQuery) (LinkPage, error) {
	query.Workspace = cmp.Or(query.Workspace, DefaultWorkspace)
	query.Limit = cmp.Or(query.Limit, defaultPage)
	if query.Limit < 1 || query.Limit > maxPage {
		return LinkPage{}, invalid("limit", "must be from 1 to %d", maxPage)
	}
	return s.store.ListLinks(ctx, query)
}

// The sizes of pages of links.
const (
	defaultPage = 50
	maxPage     = 1000
)

// Links returns a workspace's links, newest first, read page by page. An error
// ends the sequence and is its last value.
func (s *Shortener) Links(ctx context.Context, query LinkQuery) iter.Seq2[*Link, error] {
	return func(yield func(*Link, error) bool) {
		for {
			page, err := s.Page(ctx, query)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, link := range page.Links {
				if !yield(link, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			query.Cursor = page.Next
		}
	}
}
