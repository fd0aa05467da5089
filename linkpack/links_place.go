package linkpack

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
)

// place stores links that have no codes yet, with write. It generates the codes of
// those that ask for none.
func (s *Shortener) place(ctx context.Context, links []*Link, write func(context.Context) error) error {
	if err := s.checkNewExternalIDs(ctx, links, nil); err != nil {
		return err
	}
	collisions := make(map[int]int) // of generated codes, by index of the link
	for i, link := range links {
		if link.ShortCode != "" {
			continue
		}
		var err error
		if collisions[i], err = s.nameLink(ctx, link, 0); err != nil {
			return ofLink(i, err)
		}
	}
	return s.writeLinks(ctx, links, func() error { return s.insert(ctx, links, collisions, write) })
}

// insert is place for links with codes. It generates another code if one is taken. It
// returns errChanged if a link leads to one of the Unlinked of the condition of ctx.
func (s *Shortener) insert(ctx context.Context, links []*Link, collisions map[int]int, write func(context.Context) error) error {
	for {
		held, err := s.holdWorkspaces(ctx, workspacesOf(links)...)
		if err == nil {
			held, err = s.onDomains(held, links, nil)
		}
		if err != nil {
			return err
		}
		err = s.writeGrouped(held, links, write)
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
		i := taken.Index
		if collisions[i], err = s.nameLink(ctx, links[i], collisions[i]+1); err != nil {
			return ofLink(i, err)
		}
	}
}

// ofLink returns an error with the index of its link, unless it concerns the whole
// call.
func ofLink(i int, err error) error {
	if _, taken := errors.AsType[*TakenError](err); taken {
		return err // which has the index
	}
	if errors.Is(err, ErrInvalid) || errors.Is(err, ErrExists) {
		return &IndexError{Index: i, Err: err}
	}
	return err
}

// nameLink generates a link's code, which no link has or had: what was printed for a
// deleted link must not lead to another by chance. It returns the number of
// collisions, to which it adds its own.
func (s *Shortener) nameLink(ctx context.Context, link *Link, collisions int) (int, error) {
	for ; ; collisions++ {
		if err := s.newCode(ctx, link, collisions); err != nil {
			return collisions, err
		}
		_, err := s.store.LinkByCode(ctx, link.Domain, link.ShortCode)
		if errors.Is(err, ErrNotFound) {
			return collisions, nil
		}
		if err != nil && !errors.Is(err, ErrGone) {
			return collisions, err
		}
	}
}

// newCode sets a link's code to a generated one.
func (s *Shortener) newCode(ctx context.Context, link *Link, collisions int) error {
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
