package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// CreateLink creates a link and returns it as stored. Destination is required; all
// other fields have defaults. ID, Number, Revision, UpdatedAt and UpdatedBy are
// always set by the Shortener. It returns a [FieldError] for each invalid
// field, joined if there are several, a [TakenError], which wraps ErrExists, for
// a code or external ID that is taken, and ErrNotFound for an unknown workspace.
func (s *Shortener) CreateLink(ctx context.Context, link Link) (*Link, error) {
	made, err := s.prepare(ctx, link)
	if err != nil {
		return nil, err
	}
	if err := s.createOne(ctx, made); err != nil {
		return nil, err
	}
	return made, nil
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
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var moved []error
		for _, inner := range joined.Unwrap() {
			moved = append(moved, prefixFields(prefix, inner))
		}
		return errors.Join(moved...)
	}
	if field, ok := errors.AsType[*FieldError](err); ok {
		return invalid(prefix+field.Field, "%s", field.Reason)
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
	made.Revision, made.UpdatedAt, made.UpdatedBy = 1, s.now(), ActorOf(ctx)
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

// create stores links with generated codes for those that have none.
func (s *Shortener) create(ctx context.Context, links []*Link) error {
	collisions := make(map[int]int) // of generated codes, by index of the link
	for i, link := range links {
		if link.ShortCode != "" {
			continue
		}
		collisions[i] = 0
		if err := s.nameLink(ctx, link, 0); err != nil {
			return ofLink(i, err)
		}
	}
	return s.writeLinks(ctx, links, func() error { return s.insert(ctx, links, collisions) })
}

// insert stores links. It generates another code if one is taken. It returns
// errChanged if a link leads to one of the Unlinked of the condition of ctx.
func (s *Shortener) insert(ctx context.Context, links []*Link, collisions map[int]int) error {
	for {
		held, err := s.onDomains(ctx, links, nil)
		if err != nil {
			return err
		}
		err = s.store.CreateLinks(held, links...)
		if errors.Is(err, ErrConflict) {
			if err := s.domainsChanged(ctx); err != nil {
				return err
			}
			if ConditionOf(ctx).Unlinked != nil {
				return errChanged
			}
			continue
		}
		taken, ok := errors.AsType[*TakenError](err)
		if !ok || !isGenerated(collisions, links, taken) {
			s.forget(links...)
			s.describe(ctx, err, links)
			return err
		}
		collisions[taken.Index]++
		if err := s.nameLink(ctx, links[taken.Index], collisions[taken.Index]); err != nil {
			return ofLink(taken.Index, err)
		}
	}
}

// ofLink returns an error with the index of its link, unless it concerns the whole
// call.
func ofLink(i int, err error) error {
	if errors.Is(err, ErrInvalid) || errors.Is(err, ErrExists) {
		return &IndexError{Index: i, Err: err}
	}
	return err
}

// nameLink generates a link's code.
func (s *Shortener) nameLink(ctx context.Context, link *Link, collisions int) error {
	_, d, err := s.registered(link.Domain)
	if err != nil {
		return err
	}
	if d == nil {
		return invalid("domain", "%q is not one of this workspace's domains", clip.Text(link.Domain)) // deleted since the check
	}
	if s.opts.NewCode != nil {
		link.ShortCode, err = s.askForCode(ctx, d, collisions)
		return err
	}
	link.ShortCode, err = s.generateCode(d, collisions)
	return err
}

// isGenerated reports whether the code that is taken was generated.
func isGenerated(collisions map[int]int, links []*Link, taken *TakenError) bool {
	if _, generated := collisions[taken.Index]; !generated {
		return false
	}
	link := links[taken.Index]
	return link.Domain == taken.Domain && link.ShortCode == taken.ShortCode
}

// describe sets the fields of a [TakenError] that a store leaves empty.
func (s *Shortener) describe(ctx context.Context, err error, links []*Link) {
	var taken *TakenError
	if !errors.As(err, &taken) {
		return
	}
	if taken.ExternalID != "" {
		taken.Field = "external_id"
		return
	}
	taken.Field = "short_code"
	if at := slices.Index(links[taken.Index].Codes(), Alias{taken.Domain, taken.ShortCode}); at > 0 {
		taken.Field = fmt.Sprintf("aliases[%d].short_code", at-1)
	}
	_, found := s.store.LinkByCode(ctx, taken.Domain, taken.ShortCode)
	taken.Retired = errors.Is(found, ErrGone)
}

// forget removes links from the cache.
func (s *Shortener) forget(links ...*Link) {
	for _, link := range links {
		for _, c := range link.Codes() {
			s.cache.Invalidate(cache.Address{Domain: c.Domain, Code: c.ShortCode})
		}
	}
}
