package linkpack

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// linkNumbers names the links of a workspace, or some of them, by the numbers
// that the click log knows them by.
type linkNumbers struct {
	links     *Shortener
	workspace string
	all       bool // whether links that are made later belong to them
	names     map[uint32]analytics.LinkName
	highest   uint32 // up to which every link is known, or of another workspace
}

// namesPage is the number of links that are looked at once for new ones.
const namesPage = 100

// numbers returns the links with some ids, or all of a workspace when ids is nil.
func (s *Shortener) numbers(ctx context.Context, workspace string, ids []string) (*linkNumbers, error) {
	n := &linkNumbers{
		links: s, workspace: cmp.Or(workspace, DefaultWorkspace), all: ids == nil,
		names: make(map[uint32]analytics.LinkName),
	}
	if n.all {
		if _, err := s.Workspace(ctx, n.workspace); err != nil {
			return nil, err
		}
		for link, err := range s.Links(ctx, LinkQuery{Workspace: n.workspace, Limit: maxPage}) {
			if err != nil {
				return nil, err
			}
			n.add(link)
		}
		return n, nil
	}
	for i, id := range ids {
		link, err := s.Lookup(ctx, n.workspace, id)
		if err != nil {
			return nil, &IndexError{Index: i, Err: err}
		}
		n.add(link)
	}
	return n, nil
}

func (n *linkNumbers) add(link *Link) {
	n.names[link.Number] = analytics.LinkName{ID: link.ID, Domain: link.Domain, ShortCode: link.ShortCode}
	n.highest = max(n.highest, link.Number)
}

// list returns the numbers in order.
func (n *linkNumbers) list() []uint32 {
	return append([]uint32{}, slices.Sorted(maps.Keys(n.names))...)
}

// find returns the name of a link, and whether it is one of them. Numbers rise
// with every link, so that one above all others may be of a new link.
func (n *linkNumbers) find(ctx context.Context, number uint32) (analytics.LinkName, bool, error) {
	if n.all && number > n.highest {
		if err := n.refresh(ctx); err != nil {
			return analytics.LinkName{}, false, err
		}
		n.highest = max(n.highest, number)
	}
	name, ok := n.names[number]
	return name, ok, nil
}

// refresh adds the links that were made since, until it finds none on a page.
func (n *linkNumbers) refresh(ctx context.Context) error {
	query := LinkQuery{Workspace: n.workspace, Limit: namesPage}
	for {
		page, err := n.links.Page(ctx, query)
		if err != nil {
			return err
		}
		before := len(n.names)
		for _, link := range page.Links {
			n.add(link)
		}
		if len(n.names) == before || page.Next == "" {
			return nil
		}
		query.Cursor = page.Next
	}
}
