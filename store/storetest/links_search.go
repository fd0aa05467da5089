package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func searchingLinks() []promise {
	return []promise{
		{"a list holds what the query matches, in its order", searches},
		{"pages in every order have each link once while links are created and changed", keepsOrders},
		{"an unknown sort key is refused", refusesUnknownSort},
	}
}

// library returns links that differ in everything that can be searched for.
func library() []*linkpack.Link {
	all := links(1, 12)
	for i, l := range all {
		l.Name = []string{"Ärger", "zebra", "", "Alpha", "alpha"}[i%5]
		l.ShortCode = fmt.Sprintf("%c-%d", "azA"[i%3], i)
		l.Destination = fmt.Sprintf("https://example.com/%s", []string{"Shop", "blog"}[i%2])
		l.Tags = [][]string{nil, {"Spring"}, {"summer", "Spring"}}[i%3]
		l.Group, l.GroupID = []string{"", "team"}[i/6], []string{"", "g1", "g2"}[i/5]
		l.Metadata = []map[string]string{nil, {"plan": "pro"}, {"plan": "pro", "team": ""}, {"plan": ""}}[i%4]
		l.Archived = i%4 == 0
		l.UpdatedAt = day.Add(time.Duration(i*5%7) * time.Second)
		if i%6 == 0 {
			l.Domain = "b.example"
		}
		if i%5 == 4 {
			l.DeletedAt = binned(i)
		}
		if i == 5 {
			l.Destination += strings.Repeat("/long", 1000) // more than an index may want to have
		}
		if i == 7 {
			l.Aliases = []linkpack.Alias{{Domain: "b.example", ShortCode: "needle"}}
		}
	}
	return all
}

// orders returns all queries that only sort.
func orders() (all []linkpack.LinkQuery) {
	for key := linkpack.SortCreated; key.Valid(); key++ {
		all = append(all, linkpack.LinkQuery{Sort: key}, linkpack.LinkQuery{Sort: key, Ascending: true})
	}
	return all
}

// expected answers a query in the simplest way.
func expected(all []*linkpack.Link, q linkpack.LinkQuery) (ids []string) {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b *linkpack.Link) int {
		order := cmp.Or(cmp.Compare(q.Sort.Of(a), q.Sort.Of(b)), cmp.Compare(a.ID, b.ID))
		if q.Ascending {
			return order
		}
		return -order
	})
	for _, l := range all {
		if q.Matches(l) {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

// pages returns the ids of all pages of a query.
func (p *probe) pages(q linkpack.LinkQuery, between func()) (ids []string) {
	p.tb.Helper()
	for {
		page, err := p.ListLinks(p.ctx, q)
		p.ok("ListLinks", err)
		for _, l := range page.Links {
			ids = append(ids, l.ID)
		}
		if page.Next == "" {
			return ids
		}
		q.Cursor = page.Next
		between()
	}
}

func searches(p *probe) {
	all := library()
	p.create(all...)
	brand, none, group, yes, no := "b.example", "", "g1", true, false
	filters := []linkpack.LinkQuery{
		{}, {Search: "ALPHA"}, {Search: "ärg"}, {Search: "a-"}, {Search: "shop"}, {Search: "sPRi"}, {Search: "needle"}, {Search: "long/long"}, {Search: "nothing has this"},
		{Search: "ALPHA", SearchIn: linkpack.SearchNames}, {Search: "needle", SearchIn: linkpack.SearchNames},
		{Search: "shop", SearchIn: linkpack.SearchNames}, {Search: "spri", SearchIn: linkpack.SearchNames},
		{Tags: []string{"summer", "Spring"}}, {Tags: []string{"none", "summer"}}, {Tags: []string{"none", ""}},
		{Tags: []string{"Spring"}}, {Tags: []string{"spring"}}, {Group: "team"}, {Domain: &brand}, {Domain: &none}, {Archived: &yes}, {Archived: &no},
		{Bin: linkpack.OnlyBin}, {Bin: linkpack.WithBin}, {Bin: linkpack.WithBin, Tags: []string{"Spring"}},
		{Search: "example.com", Tags: []string{"summer"}, Group: "team", Archived: &no},
		{GroupID: &group}, {GroupID: &none}, {Bin: linkpack.WithBin, GroupID: &group},
		{Metadata: map[string]string{"plan": "pro"}}, {Metadata: map[string]string{"plan": "pro", "team": ""}}, {Metadata: map[string]string{"plan": ""}},
	}
	for _, filter := range filters {
		for _, q := range orders() {
			q.Search, q.SearchIn, q.Tags, q.Group, q.GroupID = filter.Search, filter.SearchIn, filter.Tags, filter.Group, filter.GroupID
			q.Domain, q.Archived, q.Bin, q.Metadata = filter.Domain, filter.Archived, filter.Bin, filter.Metadata
			for _, q.Limit = range []int{0, 1, 5} {
				p.same(fmt.Sprintf("the links of %+v", q), p.pages(q, func() {}), expected(all, q))
			}
		}
	}
}

func keepsOrders(p *probe) {
	all := library()
	p.create(all...)
	n := 100
	for _, q := range orders() {
		q.Limit = 3
		q.Tags = []string{"Spring"} // which the links that come in between do not have
		got := p.pages(q, func() {
			n++
			p.create(link(n))
			p.change(all[0], func(l *linkpack.Link) { l.Name, l.UpdatedAt = fmt.Sprint(n), day.Add(time.Hour) })
		})
		p.same(fmt.Sprintf("the links of %+v", q), got, expected(all, q))
	}
}

func refusesUnknownSort(p *probe) {
	for _, sort := range []linkpack.SortKey{linkpack.SortClicks, 200} {
		_, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Sort: sort})
		p.invalid(fmt.Sprintf("ListLinks sorted by %d", sort), err, "sort")
	}
}
