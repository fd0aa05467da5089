package linkpack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack/internal/clip"
	"github.com/linkpack/linkpack-go/linkpack/internal/urls"
	"github.com/linkpack/linkpack-go/routing"
)

// Link returns a workspace's link by its ID. It returns ErrNotFound if there is none
// or it is in the bin; see [Shortener.DeletedLink].
func (s *Shortener) Link(ctx context.Context, workspace, id string) (*Link, error) {
	return s.liveLink(ctx, workspace, id, MayRead)
}

// LinkByNumber returns a workspace's link by its Number. It returns ErrNotFound if
// there is none, it is deleted, or it belongs to another workspace.
func (s *Shortener) LinkByNumber(ctx context.Context, workspace string, number uint32) (*Link, error) {
	scope, err := scopeIn(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	link, err := s.store.LinkByNumber(ctx, number)
	if err != nil {
		return nil, err
	}
	if link.Workspace != cmp.Or(workspace, DefaultWorkspace) || !link.DeletedAt.IsZero() || !s.covers(scope, link) {
		return nil, fmt.Errorf("link number %d: %w", number, ErrNotFound)
	}
	return link, nil
}

// LinksByNumber returns those of a workspace's links that have one of the numbers, by
// number, such as the links of a list of clicks. Links in the bin are among them, removed
// ones and those of other workspaces are not. It makes one request to the store. If some
// links are damaged, it returns the others, and an error that wraps a [DamagedError] for
// each.
func (s *Shortener) LinksByNumber(ctx context.Context, workspace string, numbers []uint32) (map[uint32]*Link, error) {
	scope, err := scopeIn(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	numbers = slices.Compact(slices.Sorted(slices.Values(numbers)))
	links, err := s.store.LinksByNumber(ctx, numbers)
	found := make(map[uint32]*Link, len(links))
	for _, link := range links {
		if link.Workspace == cmp.Or(workspace, DefaultWorkspace) && s.covers(scope, link) {
			found[link.Number] = link
		}
	}
	return found, err
}

// LinkByCode returns a workspace's link by its domain and short code, or by one
// of its aliases. It returns ErrNotFound if there is none, it is deleted, or it
// belongs to another workspace.
func (s *Shortener) LinkByCode(ctx context.Context, workspace, domain, code string) (*Link, error) {
	scope, err := scopeIn(ctx, workspace, MayRead)
	if err != nil {
		return nil, err
	}
	s.refreshDomains(ctx, s.opts.Clock())
	host, d, err := s.registered(domain)
	if err != nil {
		return nil, fmt.Errorf("link %q: %w", clip.Text(code), ErrNotFound)
	}
	first := code
	if d != nil {
		first, code = d.firstKey(code), d.key(code)
	}
	link, err := s.store.LinkByCode(ctx, host, first)
	if errors.Is(err, ErrNotFound) && code != first {
		link, err = s.store.LinkByCode(ctx, host, code)
	}
	if errors.Is(err, ErrGone) || err == nil && (link.Workspace != cmp.Or(workspace, DefaultWorkspace) || !s.covers(scope, link)) {
		return nil, fmt.Errorf("link %q: %w", clip.Text(code), ErrNotFound)
	}
	return link, err
}

// LinkAt returns the link for a request's Host and short code without checking its
// gates. It returns ErrNotFound if there is none and ErrGone if it was deleted.
// The link is shared and must not be changed.
func (s *Shortener) LinkAt(ctx context.Context, host, code string) (*Link, error) {
	m, err := s.find(ctx, host, code, new(routing.Visit))
	if err != nil {
		return nil, fmt.Errorf("link %q: %w", clip.Text(code), err)
	}
	link, err := s.whole(ctx, m)
	if err != nil {
		return nil, err
	}
	scope, err := scopeIn(ctx, link.Workspace, MayRead)
	if err == nil && !s.covers(scope, link) {
		err = fmt.Errorf("link %q: %w", clip.Text(code), ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return link, nil
}

// HasLink reports whether a request's Host and short code lead to a link, also to
// one that is archived, disabled or deleted. path is what follows the code, as in
// "/today"; it leads only to links that forward paths.
func (s *Shortener) HasLink(ctx context.Context, host, code, path string) (bool, error) {
	_, err := s.find(ctx, host, code, &routing.Visit{Path: path})
	switch {
	case errors.Is(err, ErrNotFound):
		return false, nil
	case errors.Is(err, ErrGone):
		return true, nil
	}
	return err == nil, err
}

// ListLinks returns a page of a workspace's links. See [LinkQuery] for its cost. If
// some links are damaged, it returns the page without them and an error that wraps
// a [DamagedError] for each.
func (s *Shortener) ListLinks(ctx context.Context, query LinkQuery) (LinkPage, error) {
	query.Workspace = cmp.Or(query.Workspace, DefaultWorkspace)
	scope, err := scopeIn(ctx, query.Workspace, MayRead)
	if err != nil {
		return LinkPage{}, err
	}
	if err := s.completeQuery(&query, scope, defaultPage); err != nil {
		return LinkPage{}, err
	}
	list := s.store.ListLinks
	if query.Sort == SortClicks {
		list = s.listByClicks
	}
	page, err := list(ctx, query)
	if page.Links == nil {
		page.Links = []*Link{} // an array in JSON
	}
	return page, err
}

// completeQuery checks a query, limits it to a scope and sets what is left out. limit is
// the default of Limit.
func (s *Shortener) completeQuery(query *LinkQuery, scope Scope, limit int) error {
	query.Workspace = cmp.Or(query.Workspace, DefaultWorkspace)
	query.Limit = cmp.Or(query.Limit, limit)
	if query.Limit < 1 || query.Limit > maxPage {
		return invalid("limit", "must be from 1 to %d", maxPage)
	}
	if err := checkSearch(query.Search); err != nil {
		return err
	}
	if query.SearchIn > SearchNames {
		return invalid("search_in", "is not one of the constants")
	}
	if len(query.Tags) > maxTags {
		return invalid("tags", "has %d tags, at most %d are allowed", len(query.Tags), maxTags)
	}
	if len(query.Metadata) > maxMetadata {
		return invalid("metadata", "has %d keys, at most %d are allowed", len(query.Metadata), maxMetadata)
	}
	if query.Bin > WithBin {
		return invalid("bin", "is not one of the constants")
	}
	if query.Domain != nil {
		if host, _, err := s.registered(*query.Domain); err == nil { // an invalid domain matches no links
			query.Domain = &host
		}
	}
	return s.narrow(query, scope)
}

// checkSearch limits the cost of each comparison of a search.
func checkSearch(text string) error {
	if len(text) > urls.MaxLength {
		return invalid("search", "has %d bytes, at most %d are allowed", len(text), urls.MaxLength)
	}
	return nil
}

// The default and maximum size of a page of links.
const (
	defaultPage = 50
	maxPage     = 1000
)

// Links returns an iterator over a workspace's links, which reads them page by
// page. After an error the iteration ends, unless it is that of damaged links (see
// [Shortener.ListLinks]), which follows the other links of their page.
func (s *Shortener) Links(ctx context.Context, query LinkQuery) iter.Seq2[*Link, error] {
	return func(yield func(*Link, error) bool) {
		for {
			page, err := s.ListLinks(ctx, query)
			for _, link := range page.Links {
				if !yield(link, nil) {
					return
				}
			}
			if err != nil && !yield(nil, err) || page.Next == "" {
				return
			}
			query.Cursor = page.Next
		}
	}
}
