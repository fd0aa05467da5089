// Package listing makes pages of links for the stores of this module. A store passes
// the links of a workspace to [Plan.Page], which chooses and sorts those of the page
// and says where the next page begins.
package listing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

// The sizes of a page.
const (
	defaultLimit = 50
	maxLimit     = 1000
)

// Plan is a valid query.
type Plan struct {
	query linkpack.LinkQuery
	limit int
	after *place // nil means the beginning
}

// New checks a query. An invalid limit, sort key or cursor is a
// [linkpack.FieldError].
func New(q linkpack.LinkQuery) (*Plan, error) {
	if q.Limit < 0 || q.Limit > maxLimit {
		return nil, &linkpack.FieldError{Field: "limit", Reason: fmt.Sprintf("%d is not between 0 and %d", q.Limit, maxLimit)}
	}
	if !q.Sort.Valid() {
		return nil, &linkpack.FieldError{Field: "sort", Reason: "is not one of the constants"}
	}
	p := &Plan{query: q, limit: cmp.Or(q.Limit, defaultLimit)}
	if q.Cursor != "" {
		after, ok := parseCursor(&q)
		if !ok {
			return nil, &linkpack.FieldError{Field: "cursor", Reason: "no page of this order and workspace returned it"}
		}
		p.after = &after
	}
	return p, nil
}

// Start says which links of the workspace to pass to Page: if ascending is set,
// those after the id after, in the order of their ids, otherwise those before it in
// descending order. An empty after means all links.
func (p *Plan) Start() (after string, ascending bool) {
	if p.query.Sort == linkpack.SortCreated && p.after != nil {
		after = p.after.id
	}
	return after, p.query.Ascending
}

// Page makes the page from the links that Start asks for. It reads no more of them
// than it needs. It leaves out those whose error is a [linkpack.DamagedError] and
// returns these errors with the page.
func (p *Plan) Page(ctx context.Context, links iter.Seq2[*linkpack.Link, error]) (linkpack.LinkPage, error) {
	best := selection{plan: p}
	var bad Damage
	read := 0
	for l, err := range links {
		if read++; read%256 == 0 && ctx.Err() != nil {
			return linkpack.LinkPage{}, ctx.Err()
		}
		if damaged, ok := errors.AsType[*linkpack.DamagedError](err); ok {
			bad.Add(damaged)
			continue
		}
		if err != nil {
			return linkpack.LinkPage{}, err
		}
		if p.query.Matches(l) {
			best.add(l)
		}
		if p.query.Sort == linkpack.SortCreated && len(best.found) > p.limit {
			break
		}
	}
	return best.page(), bad.Err()
}

// compare compares places in the order of the query.
func (p *Plan) compare(a, b place) int {
	order := cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.id, b.id))
	if !p.query.Ascending {
		return -order
	}
	return order
}

// selection keeps the links of a page and one more, which shows that there is a next
// page.
type selection struct {
	plan  *Plan
	found []candidate // in order
}

type candidate struct {
	place
	link *linkpack.Link
}

func (s *selection) add(l *linkpack.Link) {
	c := candidate{place{s.plan.query.Sort.Of(l), l.ID}, l}
	if s.plan.after != nil && s.plan.compare(c.place, *s.plan.after) <= 0 {
		return
	}
	i, _ := slices.BinarySearchFunc(s.found, c, func(a, b candidate) int { return s.plan.compare(a.place, b.place) })
	if i > s.plan.limit {
		return
	}
	s.found = slices.Insert(s.found, i, c)
	s.found = s.found[:min(len(s.found), s.plan.limit+1)]
}

func (s *selection) page() (page linkpack.LinkPage) {
	for i, c := range s.found {
		if i == s.plan.limit {
			page.Next = cursor(&s.plan.query, s.found[i-1].place)
			break
		}
		page.Links = append(page.Links, c.link)
	}
	return page
}
