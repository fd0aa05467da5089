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

// Shorten makes a link and returns it as stored. Destination is required; what
// else is unset gets its default, and ID, Number, Revision and UpdatedAt are
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

// maxFaulty is the most links about which one error of ShortenAll speaks.
const maxFaulty = 100

// ShortenAll makes links like [Shortener.Shorten], all or none, in one
// transaction. What cannot be accepted is an [IndexError] for each link, up to
// 100 of them joined, whose fields begin with the link's place, as in
// "links[3].destination". A code that is taken is a [TakenError], which has an
// index of its own.
func (s *Shortener) ShortenAll(ctx context.Context, links []Link) ([]*Link, error) {
	made, err := s.prepareAll(ctx, links)
	if err != nil {
		return nil, err
	}
	if err := s.create(ctx, made); err != nil {
		return nil, err
	}
	return made, nil
}

// prepareAll returns checked copies of links that are to be made.
func (s *Shortener) prepareAll(ctx context.Context, links []Link) (made []*Link, err error) {
	made = make([]*Link, 0, len(links))
	var faults []error
	for i := range links {
		link, err := s.prepare(ctx, links[i])
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

// prefixFields returns err with every FieldError in it moved below prefix.
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
	if err := s.beget(made); err != nil {
		return nil, err
	}
	made.Revision, made.UpdatedAt, made.UpdatedBy = 1, s.now(), actorOf(ctx)
	return made, nil
}

// beget gives a link its id, which sorts by CreatedAt, and CreatedAt where that
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

// create stores links and generates the codes that are missing, again for
// those that turn out to be taken.
func (s *Shortener) create(ctx context.Context, links []*Link) error {
	collisions := make(map[int]int) // of those whose code is generated
	for i, link := range links {
		if link.ShortCode != "" {
			continue
		}
		collisions[i] = 0
		if err := s.nameLink(link, 0); err != nil {
			return err
		}
	}
	for {
		err := s.store.CreateLinks(ctx, links...)
		taken, ok := errors.AsType[*TakenError](err)
		if !ok || !isGenerated(collisions, links, taken) {
			s.forget(links...)
			s.describe(ctx, err, links)
			return err
		}
		collisions[taken.Index]++
		if err := s.nameLink(links[taken.Index], collisions[taken.Index]); err != nil {
			return err
		}
	}
}

// nameLink generates a link's code.
func (s *Shortener) nameLink(link *Link, collisions int) error {
	_, d, err := s.registered(link.Domain)
	if err != nil {
		return err
	}
	if d == nil {
		return invalid("domain", "%q is not one of this workspace's domains", clip.Text(link.Domain)) // since it was checked
	}
	link.ShortCode, err = s.generateCode(d, collisions)
	return err
}

// isGenerated tells a generated code that is taken from one that somebody asked
// for.
func isGenerated(collisions map[int]int, links []*Link, taken *TakenError) bool {
	if _, generated := collisions[taken.Index]; !generated {
		return false
	}
	link := links[taken.Index]
	return link.Domain == taken.Domain && link.ShortCode == taken.ShortCode
}

// describe sets what the store does not know of a [TakenError] about one of the
// links.
func (s *Shortener) describe(ctx context.Context, err error, links []*Link) {
	var taken *TakenError
	if !errors.As(err, &taken) {
		return
	}
	taken.Field = "short_code"
	if at := slices.Index(links[taken.Index].Codes(), Alias{taken.Domain, taken.ShortCode}); at > 0 {
		taken.Field = fmt.Sprintf("aliases[%d].short_code", at-1)
	}
	_, found := s.store.LinkByCode(ctx, taken.Domain, taken.ShortCode)
	taken.Retired = errors.Is(found, ErrGone)
}

// forget makes the cache read links anew.
func (s *Shortener) forget(links ...*Link) {
	for _, link := range links {
		for _, c := range link.Codes() {
			s.cache.Invalidate(cache.Address{Domain: c.Domain, Code: c.ShortCode})
		}
	}
}
