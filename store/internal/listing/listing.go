// Package listing makes pages of links and visitors for the stores of this module. A
// store passes the records of a workspace to [Plan.Page], which chooses and sorts those
// of the page and says where the next page begins. For links it has [Rows], by which
// [LinkPlan] reads only those of the page.
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

// Plan is a valid query for links or visitors.
type Plan[T any] struct {
	list    list
	limit   int
	after   *place // nil means the beginning
	matches func(*T) bool
	placeOf func(*T) place
}

// list identifies a list and its order.
type list struct {
	kind, workspace string
	sort            byte // 0 sorts by the id alone
	ascending       bool
}

// Visitors checks a query for visitors. An invalid limit, sort key or cursor is a
// [linkpack.FieldError].
func Visitors(q linkpack.VisitorQuery) (*Plan[linkpack.Visitor], error) {
	if !q.Sort.Valid() {
		return nil, errSort()
	}
	p := &Plan[linkpack.Visitor]{
		list:    list{linkpack.KindVisitor, q.Workspace, byte(q.Sort), q.Ascending},
		matches: q.Matches,
		placeOf: func(v *linkpack.Visitor) place { return place{q.Sort.Of(v), v.ID} },
	}
	return p, p.begin(q.Limit, q.Cursor)
}

func errSort() error {
	return &linkpack.FieldError{Field: "sort", Reason: "is not one of the constants"}
}

// begin sets how many records the page has and after which it begins.
func (p *Plan[T]) begin(limit int, cursor string) error {
	if limit < 0 || limit > maxLimit {
		return &linkpack.FieldError{Field: "limit", Reason: fmt.Sprintf("%d is not between 0 and %d", limit, maxLimit)}
	}
	p.limit = cmp.Or(limit, defaultLimit)
	if cursor == "" {
		return nil
	}
	after, ok := p.list.parseCursor(cursor)
	if !ok {
		return &linkpack.FieldError{Field: "cursor", Reason: "no page of this order and workspace returned it"}
	}
	p.after = &after
	return nil
}

// Start says which records of the workspace to pass to Page: if ascending is set,
// those after the id after, in the order of their ids, otherwise those before it in
// descending order. An empty after means all records.
func (p *Plan[T]) Start() (after string, ascending bool) {
	if p.list.sort == 0 && p.after != nil {
		after = p.after.id
	}
	return after, p.list.ascending
}

// Page makes the page from the records that Start asks for, and the cursor of the next
// page. It reads no more of them than it needs. It leaves out those whose error is a
// [linkpack.DamagedError] and returns these errors with the page.
func (p *Plan[T]) Page(ctx context.Context, records iter.Seq2[*T, error]) (page []*T, next string, err error) {
	best := selection[T]{plan: p}
	var bad Damage
	read := 0
	for r, err := range records {
		if read++; read%256 == 0 && ctx.Err() != nil {
			return nil, "", ctx.Err()
		}
		if damaged, ok := errors.AsType[*linkpack.DamagedError](err); ok {
			bad.Add(damaged)
			continue
		}
		if err != nil {
			return nil, "", err
		}
		if p.matches(r) {
			best.add(r)
		}
		if p.list.sort == 0 && best.isFull() {
			break
		}
	}
	page, next = best.page()
	return page, next, bad.Err()
}

// compare compares places in the order of the list.
func (l list) compare(a, b place) int {
	order := cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.id, b.id))
	if !l.ascending {
		return -order
	}
	return order
}

// selection keeps the records of a page and one more, which shows that there is a next
// page.
type selection[T any] struct {
	plan  *Plan[T]
	found []candidate[T] // in order
}

type candidate[T any] struct {
	place
	record *T
}

func (s *selection[T]) add(r *T) {
	c := candidate[T]{s.plan.placeOf(r), r}
	if s.plan.after != nil && s.plan.list.compare(c.place, *s.plan.after) <= 0 {
		return
	}
	i, _ := slices.BinarySearchFunc(s.found, c, func(a, b candidate[T]) int { return s.plan.list.compare(a.place, b.place) })
	if i > s.plan.limit {
		return
	}
	s.found = slices.Insert(s.found, i, c)
	s.found = s.found[:min(len(s.found), s.plan.limit+1)]
}

// isFull reports whether the page and the record behind it are found.
func (s *selection[T]) isFull() bool { return len(s.found) > s.plan.limit }

func (s *selection[T]) page() (page []*T, next string) {
	for i, c := range s.found {
		if i == s.plan.limit {
			return page, s.plan.list.cursor(s.found[i-1].place)
		}
		page = append(page, c.record)
	}
	return page, ""
}
