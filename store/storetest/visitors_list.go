package storetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func listingVisitors() []promise {
	return []promise{
		{"a list of visitors holds what the query matches, in its order", listsVisitors},
		{"pages hold every visitor once", listsEveryVisitorOnce},
		{"visitors are counted by workspace", countsVisitors},
		{"a limit, order or cursor that cannot be is refused", refusesVisitorQueries},
	}
}

// people creates visitors with names that are neither in the order of ids nor of
// e-mails, and returns them by id.
func (p *probe) people() (all []*linkpack.Visitor) {
	p.tb.Helper()
	for i, name := range []string{"Émile", "ada", "Zoe", "", "Bob", "ada"} {
		v := visitor(i + 1)
		v.Attributes[linkpack.AttributeFirstName] = name
		v.Attributes[linkpack.AttributeEmail] = fmt.Sprintf("%c@example.com", 'k'-i)
		v.Attributes["company"] = []string{"Acme Corp", "Other"}[i%2]
		v.UpdatedAt, v.LastSeen = day.Add(time.Duration(i*7%5)*time.Second), day.Add(-time.Duration(i)*time.Second)
		if name == "" {
			delete(v.Attributes, linkpack.AttributeFirstName)
			delete(v.Attributes, linkpack.AttributeEmail)
		}
		p.identify(v, identity(i+1))
		all = append(all, v)
	}
	other := visitor(1)
	other.Workspace = "acme2"
	p.identify(other)
	return all
}

// wanted returns the visitors that a query selects, in its order.
func wanted(all []*linkpack.Visitor, q *linkpack.VisitorQuery) []*linkpack.Visitor {
	all = slices.DeleteFunc(slices.Clone(all), func(v *linkpack.Visitor) bool { return !q.Matches(v) })
	slices.SortFunc(all, func(a, b *linkpack.Visitor) int {
		if order := strings.Compare(q.Sort.Of(a), q.Sort.Of(b)); order != 0 {
			return order
		}
		return strings.Compare(a.ID, b.ID)
	})
	if !q.Ascending {
		slices.Reverse(all)
	}
	return all
}

func listsVisitors(p *probe) {
	all := p.people()
	for sort := linkpack.VisitorSortCreated; sort.Valid(); sort++ {
		for _, q := range []linkpack.VisitorQuery{
			{}, {Ascending: true}, {Email: "K@example.COM"}, {Search: "acme"}, {Search: "ZOE MÜLLER"}, {Search: "g@EXAMPLE"}, {Search: "nobody"},
		} {
			q.Sort, q.Workspace = sort, "acme"
			page, err := p.ListVisitors(p.ctx, q)
			p.ok("ListVisitors", err)
			p.same(fmt.Sprintf("visitors of %+v", q), len(page.Visitors), len(wanted(all, &q)))
			for i, want := range wanted(all, &q) {
				p.same(fmt.Sprintf("visitor %d of %+v", i, q), page.Visitors[i], want)
			}
			p.same("the next page", page.Next, "")
		}
	}
}

func listsEveryVisitorOnce(p *probe) {
	all := p.people()
	for sort := linkpack.VisitorSortCreated; sort.Valid(); sort++ {
		for limit := 1; limit <= len(all)+1; limit++ {
			q := linkpack.VisitorQuery{Workspace: "acme", Sort: sort, Limit: limit}
			var got []*linkpack.Visitor
			for {
				page, err := p.ListVisitors(p.ctx, q)
				p.ok("ListVisitors", err)
				got = append(got, page.Visitors...)
				if q.Cursor = page.Next; q.Cursor == "" {
					break
				}
				p.same("the size of a page", len(page.Visitors), limit)
			}
			p.same(fmt.Sprintf("visitors of all pages of %d by %d", limit, sort), got, wanted(all, &q))
		}
	}
}

func countsVisitors(p *probe) {
	count := func(workspace string, want int) {
		p.tb.Helper()
		n, err := p.CountVisitors(p.ctx, workspace)
		p.ok("CountVisitors", err)
		p.same("the number of visitors", n, want)
	}
	count("acme", 0)
	p.people()
	count("acme", 6)
	count("acme2", 1)
	count("", 0)
	p.ok("DeleteVisitor", p.DeleteVisitor(p.ctx, "acme", id(2), *edit(), nil))
	count("acme", 5)
}

func refusesVisitorQueries(p *probe) {
	p.people()
	page, err := p.ListVisitors(p.ctx, linkpack.VisitorQuery{Workspace: "acme", Limit: 1})
	p.ok("ListVisitors", err)
	for field, queries := range map[string][]linkpack.VisitorQuery{
		"limit": {{Limit: -1}, {Limit: 1001}},
		"sort":  {{Sort: 200}},
		"cursor": {
			{Cursor: page.Next}, {Workspace: "acme", Cursor: page.Next, Ascending: true},
			{Workspace: "acme", Cursor: page.Next, Sort: linkpack.VisitorSortName}, {Workspace: "acme", Cursor: page.Next + "A"}, {Cursor: "\x00\xff"},
		},
	} {
		for _, q := range queries {
			_, err := p.ListVisitors(p.ctx, q)
			p.invalid(fmt.Sprintf("ListVisitors with %+v", q), err, field)
		}
	}
}
