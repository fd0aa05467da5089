package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
)

// Lookup returns a workspace's link by its id, or ErrNotFound.
func (s *Shortener) Lookup(ctx context.Context, workspace, id string) (*Link, error) {
	return s.store.Link(ctx, cmp.Or(workspace, DefaultWorkspace), id)
}

// LookupCode returns a workspace's link by a domain and one of its codes there.
// It returns ErrNotFound for a deleted link and for that of another workspace.
func (s *Shortener) LookupCode(ctx context.Context, workspace, domain, code string) (*Link, error) {
	s.refreshDomains(ctx, s.opts.Clock())
	host, d, err := s.registered(domain)
	if err != nil {
		return nil, fmt.Errorf("link %q: %w", clip.Text(code), ErrNotFound)
	}
	if d != nil {
		code = d.key(code)
	}
	link, err := s.store.LinkByCode(ctx, host, code)
	if errors.Is(err, ErrGone) || err == nil && link.Workspace != cmp.Or(workspace, DefaultWorkspace) {
		return nil, fmt.Errorf("link %q: %w", clip.Text(code), ErrNotFound)
	}
	return link, err
}

// Find returns the link of a short code on the domain of a request's Host,
// whatever its gates say. It is shared and must not be changed. ErrNotFound and
// ErrGone are those of [Shortener.Resolve].
func (s *Shortener) Find(ctx context.Context, host, code string) (*Link, error) {
	m, err := s.entryOf(ctx, host, code, s.opts.Clock())
	if err != nil {
		return nil, err
	}
	return s.whole(ctx, m)
}

// Page returns a page of a workspace's links. See [LinkQuery] for what it
// costs.
func (s *Shortener) Page(ctx context.Context, query LinkQuery) (LinkPage, error) {
	query.Workspace = cmp.Or(query.Workspace, DefaultWorkspace)
	query.Limit = cmp.Or(query.Limit, defaultPage)
	if query.Limit < 1 || query.Limit > maxPage {
		return LinkPage{}, invalid("limit", "must be from 1 to %d", maxPage)
	}
	if len(query.Search) > urls.MaxLength { // every link is compared with it
		return LinkPage{}, invalid("search", "has %d bytes, at most %d are allowed", len(query.Search), urls.MaxLength)
	}
	if query.Domain != nil {
		if host, _, err := s.registered(*query.Domain); err == nil { // an unknown one has no links
			query.Domain = &host
		}
	}
	return s.store.ListLinks(ctx, query)
}

// The sizes of pages of links.
const (
	defaultPage = 50
	maxPage     = 1000
)

// Links returns a workspace's links, read page by page. An error ends the
// sequence and is its last value.
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
