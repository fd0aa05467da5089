package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

// CreateLink creates a link and returns it as stored. Destination is required; all
// other fields have defaults. ID, Number, Revision, UpdatedAt, UpdatedBy, DeletedAt and
// DesignRevision are always set by the Shortener. It returns a [FieldError] for each invalid
// field, joined if there are several, a [TakenError], which wraps ErrExists, for
// a code or external ID that is taken, and ErrNotFound for an unknown workspace.
func (s *Shortener) CreateLink(ctx context.Context, link Link) (*Link, error) {
	made, err := s.prepareOne(ctx, link)
	if err != nil {
		return nil, err
	}
	if err := s.createOne(ctx, made); err != nil {
		return nil, err
	}
	return made, nil
}

// prepareOne returns a checked copy of a link that the workspace may create.
func (s *Shortener) prepareOne(ctx context.Context, link Link) (*Link, error) {
	made, err := s.prepare(ctx, link)
	if err != nil {
		return nil, err
	}
	return made, s.checkLinkQuota(ctx, made)
}

// createOne is create for one link.
func (s *Shortener) createOne(ctx context.Context, made *Link) error {
	err := s.create(ctx, []*Link{made})
	if at, ok := errors.AsType[*IndexError](err); ok {
		return at.Err
	}
	return err
}

// maxFaulty is the most links that one error of CreateLinks reports.
const maxFaulty = 100

// CreateLinks creates links like [Shortener.CreateLink], all or none, in one
// transaction. It returns an [IndexError] for each invalid link, up to 100 of
// them joined; their field names begin with the link's index, as in
// "links[3].destination". For a code or external ID that is taken it returns a
// [TakenError], which has its own index.
func (s *Shortener) CreateLinks(ctx context.Context, links []Link) ([]*Link, error) {
	made, err := prepareAll(ctx, links, s.prepare)
	if err != nil {
		return nil, err
	}
	if err := s.checkLinkQuota(ctx, made...); err != nil {
		return nil, err
	}
	if err := s.create(ctx, made); err != nil {
		return nil, prefixIndexed(err)
	}
	return made, nil
}

// prepareAll returns checked copies of links to create, which prepare returns.
func prepareAll(ctx context.Context, links []Link, prepare func(context.Context, Link) (*Link, error)) (made []*Link, err error) {
	made = make([]*Link, 0, len(links))
	var faults []error
	for i := range links {
		link, err := prepare(ctx, links[i])
		if err != nil && !errors.Is(err, ErrInvalid) {
			return nil, err
		}
		if err != nil {
			faults = append(faults, &IndexError{Index: i, Err: prefixFields(fmt.Sprintf("links[%d].", i), err)})
		}
		if len(faults) == maxFaulty {
			break
		}
		made = append(made, link)
	}
	return made, errors.Join(faults...)
}

// prefixIndexed returns err, with the index in the fields of an IndexError.
func prefixIndexed(err error) error {
	if at, ok := errors.AsType[*IndexError](err); ok {
		return &IndexError{Index: at.Index, Err: prefixFields(fmt.Sprintf("links[%d].", at.Index), at.Err)}
	}
	return err
}

// prefixFields returns err with prefix added to the field of each FieldError.
func prefixFields(prefix string, err error) error {
	return renameFields(err, func(field string) string { return prefix + field })
}

// renameFields returns err with another name for the field of each FieldError.
func renameFields(err error, name func(field string) string) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var moved []error
		for _, inner := range joined.Unwrap() {
			moved = append(moved, renameFields(inner, name))
		}
		return errors.Join(moved...)
	}
	if field, ok := errors.AsType[*FieldError](err); ok {
		return invalid(name(field.Field), "%s", field.Reason)
	}
	return err
}

// prepare returns a checked copy of a link to create.
func (s *Shortener) prepare(ctx context.Context, link Link) (*Link, error) {
	made := link.Clone()
	made.Workspace = cmp.Or(link.Workspace, DefaultWorkspace)
	if err := s.checkWrite(ctx, made, nil); err != nil {
		return nil, err
	}
	if err := s.beget(made); err != nil {
		return nil, err
	}
	made.Revision, made.UpdatedAt, made.UpdatedBy, made.DeletedAt = 1, s.now(), ActorOf(ctx), time.Time{}
	made.DesignRevision = 0
	return made, nil
}

// beget sets a new link's ID, which sorts by CreatedAt, and its CreatedAt if it
// is unset.
func (s *Shortener) beget(made *Link) (err error) {
	if made.CreatedAt.IsZero() {
		made.CreatedAt = s.now()
		made.ID, err = s.ids.Next(made.CreatedAt)
		return err
	}
	made.ID, err = s.ids.Past(made.CreatedAt)
	return err
}

// create stores new links.
func (s *Shortener) create(ctx context.Context, links []*Link) error {
	return s.place(ctx, links, func(ctx context.Context) error { return s.store.CreateLinks(ctx, links...) })
}
