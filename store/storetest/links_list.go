package storetest

import (
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/linkpack"
)

func listingLinks() []promise {
	return []promise{
		{"newer links come first", listsNewestFirst},
		{"pages hold every link once", listsEveryLinkOnce},
		{"a page has 50 links when no limit is set, at most 1,000", limitsPages},
		{"a cursor that no page returned is refused", refusesForeignCursors},
		{"a cursor outlives changes of the links around it", keepsCursors},
		{"an empty list is one empty page", listsNothing},
	}
}

// list returns the ids on one page.
func (p *probe) list(limit int, cursor string) (ids []string, next string) {
	p.tb.Helper()
	page, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Limit: limit, Cursor: cursor})
	p.ok("ListLinks", err)
	for _, l := range page.Links {
		ids = append(ids, l.ID)
	}
	return ids, page.Next
}

// ids returns the ids of links, the last first.
func ids(links []*linkpack.Link) (ids []string) {
	for _, l := range slices.Backward(links) {
		ids = append(ids, l.ID)
	}
	return ids
}

func listsNewestFirst(p *probe) {
	all := links(1, 5)
	p.create(all[3], all[0], all[4])
	p.create(all[2], all[1])
	other := fullLink(6)
	p.create(other)
	got, next := p.list(10, "")
	p.same("the ids", got, ids(all))
	p.same("the next cursor", next, "")
	page, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Workspace: other.Workspace})
	p.ok("ListLinks", err)
	p.same("another workspace's links", page.Links, []*linkpack.Link{other})
}

func listsEveryLinkOnce(p *probe) {
	all := links(1, 12)
	p.create(all...)
	for _, limit := range []int{1, 3, 5, 11, 12, 13} {
		var got []string
		cursor := ""
		for pages := 1; ; pages++ {
			page, next := p.list(limit, cursor)
			got = append(got, page...)
			if cursor = next; next == "" {
				p.same("the number of pages", pages, (len(all)+limit-1)/limit)
				break
			}
			p.same("the size of a page", len(page), limit)
		}
		p.same("the ids of all pages", got, ids(all))
	}
}

func limitsPages(p *probe) {
	p.create(links(1, 1001)...)
	page, _ := p.list(0, "")
	p.same("links without a limit", len(page), 50)
	page, next := p.list(1000, "")
	p.same("links at most", len(page), 1000)
	page, _ = p.list(1000, next)
	p.same("links on the page behind", len(page), 1)
	for _, limit := range []int{-1, 1001} {
		_, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Limit: limit})
		p.invalid(fmt.Sprintf("ListLinks with limit %d", limit), err, "limit")
	}
}

func refusesForeignCursors(p *probe) {
	p.create(links(1, 3)...)
	_, next := p.list(1, "")
	for _, cursor := range []string{"x", "1", id(2), "!!!!", next[:len(next)-1], next + "A", "\x00\xff"} {
		_, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Cursor: cursor})
		p.invalid(fmt.Sprintf("ListLinks with cursor %q", cursor), err, "cursor")
	}
}

func keepsCursors(p *probe) {
	all := links(1, 6)
	p.create(all[:5]...)
	first, next := p.list(2, "")
	p.same("the first page", first, []string{id(5), id(4)})
	p.create(all[5])
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), id(4)))
	p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), id(2)))
	second, next := p.list(2, next)
	p.same("the second page", second, []string{id(3), id(1)})
	p.same("the next cursor", next, "")
}

func listsNothing(p *probe) {
	page, next := p.list(0, "")
	p.same("links", len(page), 0)
	p.same("the next cursor", next, "")
}
