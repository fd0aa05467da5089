package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

func modellingLinks() []promise {
	return []promise{
		{"lists, searches and counts are those of a scan, whatever was created, changed and deleted", modelsLinks},
		{"few of many links are found, and many", findsAmongMany},
		{"names that begin alike are sorted to their ends", sortsLongNames},
	}
}

// words are texts of many scripts, some of which change their length in lower case.
var words = []string{
	"Spring", "sale", "a", "", "ΣΊΣΥΦΟΣ", "σίσυφος", "İstanbul", "ISPARTA", "ıspanak", "Straße", "STRASSE", "ẞ", "Привет", "МИР",
	"日本語", "日", "本", "🎉", "👩‍👩‍👧", "e\u0301te", "\u00c9TE", "ȺȾ", "K", "k", "\u00ff", "\u00fe\u00fd", "\t", " ", "%_'\"\\",
	strings.Repeat("Long name ", 40), strings.Repeat("Long name ", 40) + "Z",
}

// modelled are the links of a test, with a source of chance.
type modelled struct {
	*rand.Rand
	all  []*linkpack.Link
	next int
}

// text returns some words, one after the other.
func (m *modelled) text() (text string) {
	for range m.IntN(3) {
		text += words[m.IntN(len(words))]
	}
	return text
}

// part returns a part of a text that begins and ends between two characters.
func (m *modelled) part(text string) string {
	letters := []rune(text)
	if len(letters) == 0 {
		return "x"
	}
	from := m.IntN(len(letters))
	return string(letters[from : from+1+m.IntN(min(5, len(letters)-from))])
}

// vary changes what lists look at.
func (m *modelled) vary(l *linkpack.Link) {
	l.Name, l.Destination = m.text(), "https://example.com/"+m.text()
	l.Tags = nil
	for range m.IntN(3) {
		l.Tags = append(l.Tags, words[m.IntN(8)])
	}
	l.Group, l.GroupID = []string{"", "team"}[m.IntN(2)], []string{"", "g1", "g2"}[m.IntN(3)]
	l.Metadata = []map[string]string{nil, {"plan": "pro"}}[m.IntN(2)]
	l.Archived = m.IntN(3) == 0
	l.UpdatedAt = day.Add(time.Duration(m.IntN(40)) * time.Second)
	l.DeletedAt = time.Time{}
	if m.IntN(4) == 0 {
		l.DeletedAt = binned(m.IntN(9))
	}
}

// query returns a query for links that are there, most of the time.
func (m *modelled) query() linkpack.LinkQuery {
	q := linkpack.LinkQuery{
		Sort: linkpack.SortKey(m.IntN(4)), Ascending: m.IntN(2) == 0, Limit: []int{3, 7, 50, 1000}[m.IntN(4)], Bin: linkpack.BinFilter(m.IntN(3)),
	}
	l := m.all[m.IntN(len(m.all))]
	if m.IntN(4) > 0 {
		q.Search = m.part([]string{l.Name, l.ShortCode, l.Destination, strings.ToUpper(l.Name), strings.Join(l.Tags, "")}[m.IntN(5)])
		q.SearchIn = linkpack.SearchPlaces(m.IntN(2))
	}
	switch m.IntN(8) {
	case 0:
		q.Tags = append([]string{"none"}, l.Tags...)
	case 1:
		q.Group = l.Group
	case 2:
		q.GroupID = &l.GroupID
	case 3:
		q.Domain = &l.Domain
	case 4:
		q.Archived = &l.Archived
	case 5:
		q.Metadata = l.Metadata
	}
	return q
}

// changeModelled creates, changes or deletes links in the store and the model.
func (p *probe) changeModelled(m *modelled) {
	p.tb.Helper()
	i, what := m.IntN(len(m.all)), m.IntN(10)
	switch {
	case what == 0 && len(m.all) > 1:
		p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), m.all[i].ID))
		m.all = slices.Delete(m.all, i, i+1)
	case what == 1:
		p.failModelled(m)
	case what < 6:
		m.all[i] = p.change(m.all[i], m.vary)
	default:
		p.createModelled(m, 1+m.IntN(3))
	}
}

// failModelled changes all links in an update that fails at the last, which must leave
// them as they are.
func (p *probe) failModelled(m *modelled) {
	p.tb.Helper()
	var ids []string
	for _, l := range m.all {
		ids = append(ids, l.ID)
	}
	failed := errors.New("the last link")
	_, err := p.UpdateLinks(p.ctx, "", ids, func(i int, l *linkpack.Link) error {
		m.vary(l)
		if i == len(ids)-1 {
			return failed
		}
		return nil
	})
	p.same("UpdateLinks fails with the error of its function", errors.Is(err, failed), true)
}

// createModelled creates n links in one call.
func (p *probe) createModelled(m *modelled, n int) {
	p.tb.Helper()
	var made []*linkpack.Link
	for range n {
		m.next++
		l := link(m.next)
		m.vary(l)
		l.ShortCode = fmt.Sprint(m.part(m.text()), m.next)
		l.Domain = []string{"", "b.example"}[m.IntN(2)]
		if m.IntN(3) == 0 {
			l.Aliases = []linkpack.Alias{{Domain: "b.example", ShortCode: fmt.Sprint("Alias", m.next)}}
		}
		made = append(made, l)
	}
	m.Shuffle(n, func(i, j int) { made[i], made[j] = made[j], made[i] })
	p.create(made...)
	m.all = append(m.all, made...)
}

// answers checks the answers to a query.
func (p *probe) answers(m *modelled, q linkpack.LinkQuery) {
	p.tb.Helper()
	want := expected(m.all, q)
	p.same(fmt.Sprintf("the links of %+v", q), p.pages(q, func() {}), want)
	n, err := p.CountMatching(p.ctx, q)
	p.ok("CountMatching", err)
	p.same(fmt.Sprintf("the number of links of %+v", q), n, len(want))
}

func modelsLinks(p *probe) {
	m := &modelled{Rand: rand.New(rand.NewPCG(2, 71828))}
	p.create(fullLink(100_000)) // of another workspace
	p.createModelled(m, 200)
	for range 150 {
		p.changeModelled(m)
		for range 4 {
			p.answers(m, m.query())
		}
	}
	for _, l := range m.all {
		p.ok("DeleteLinks", p.DeleteLinks(p.ctx, "", *edit(), l.ID))
	}
	page, err := p.ListLinks(p.ctx, linkpack.LinkQuery{Bin: linkpack.WithBin, Sort: linkpack.SortName})
	p.ok("ListLinks", err)
	p.same("links when all are deleted", len(page.Links), 0)
}

func findsAmongMany(p *probe) {
	var all []*linkpack.Link
	for first := 1; first < 2500; first += 500 {
		some := links(first, first+499)
		for i, l := range some {
			l.Name = fmt.Sprintf("%d is %s", (first+i)*7919%2500, map[bool]string{true: "a needle", false: "hay"}[i == 7])
			l.Archived = i%5 == 0
		}
		p.create(some...)
		all = append(all, some...)
	}
	yes := true
	for _, q := range orders() {
		q.Limit = 30
		q.Search = "NEEDLE"
		p.same(fmt.Sprintf("the links of %+v", q), p.pages(q, func() {}), expected(all, q))
		q.Search, q.Archived, q.Limit = "hay", &yes, 300
		p.same(fmt.Sprintf("the links of %+v", q), p.pages(q, func() {}), expected(all, q))
	}
}

func sortsLongNames(p *probe) {
	all := links(1, 60) // more than the longest page has
	for i, l := range all {
		l.Name = strings.Repeat("ü", 100+i%4*50) + string(rune('a'+i*7%11))
	}
	p.create(all...)
	for _, q := range orders() {
		for _, q.Limit = range []int{1, 3, 50} {
			p.same(fmt.Sprintf("the links of %+v", q), p.pages(q, func() {}), expected(all, q))
		}
	}
}
