package tally

import (
	"bytes"
	"errors"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// linksMonth adds a month of several links to a tally. It reads the pages of the links,
// and the sums that have rows of their own.
type linksMonth struct {
	*Tally
	tx    analytics.Tx
	month uint32
	days  []UtcDay
	links []uint32 // rising
	pages []uint32 // of the links

	requests requestGrid
	large    []uint32                       // links whose sums have rows of their own
	page     rollup.MonthPage               // the current page
	clicks   [rollup.NumDimensions][]uint64 // of the page's names
}

// pagesAtOnce is the number of pages that are read together.
const pagesAtOnce = 128

func (m *linksMonth) add() error {
	v := newMonthVisitors(m.Tally, m.days)
	for rest := m.pages; len(rest) > 0; {
		pages := rest[:min(len(rest), pagesAtOnce)]
		rest = rest[len(pages):]
		v.last = len(rest) == 0
		if err := m.addPages(pages, v); err != nil {
			return err
		}
	}
	m.requests.addTo(m.Tally, m.days)
	for _, day := range m.days {
		if err := m.endDay(day.day); err != nil {
			return err
		}
	}
	return nil
}

// addPages adds pages. Another goroutine adds the visitors, which take as long as all
// other figures. It gets copies: a store may catch a fault of the disk, on which a value
// is, in the goroutine of its view alone.
func (m *linksMonth) addPages(pages []uint32, v *monthVisitors) error {
	figures, err := m.parts(wire.SumPage, pages)
	if err != nil {
		return err
	}
	visitors, err := m.parts(wire.SumPageVisitors, pages)
	if err != nil {
		return err
	}
	for i := range visitors {
		visitors[i].row.Value = bytes.Clone(visitors[i].row.Value)
	}
	done := make(chan error, 1)
	go func() { done <- v.add(visitors) }()
	err = eachPage(figures, m.figures)
	if err == nil {
		err = m.addLarge()
	}
	if err := errors.Join(err, <-done); err != nil {
		return err
	}
	return v.addLarge(m.tx)
}

// pageOfLinks is a sum of a page, and those of the wanted links that are in the page.
type pageOfLinks struct {
	row   analytics.Row
	links []uint32
}

// parts reads the sums of pages.
func (m *linksMonth) parts(kind wire.SumKind, pages []uint32) (read []pageOfLinks, err error) {
	keys := make([][]byte, len(pages))
	for i, page := range pages {
		keys[i] = wire.SumKey{Kind: kind, Number: page, Index: m.month}.Bytes()
	}
	for row, err := range m.tx.GetAll(analytics.TableSums, keys) {
		if err != nil {
			return nil, err
		}
		k, err := wire.SumKeyOf(row.Key)
		if err != nil {
			return nil, err
		}
		first, after := k.Links()
		from, _ := slices.BinarySearch(m.links, first)
		to, _ := slices.BinarySearch(m.links, after)
		read = append(read, pageOfLinks{row, m.links[from:to]})
	}
	return read, nil
}

// eachPage calls fn for the payload of each page.
func eachPage(pages []pageOfLinks, fn func(payload []byte, links []uint32) error) error {
	for _, page := range pages {
		payload, err := wire.Unseal(page.row.Value)
		if err == nil {
			err = fn(payload, page.links)
		}
		if err != nil {
			return wire.InRow(err, analytics.TableSums, page.row.Key)
		}
	}
	return nil
}

// eachPart calls fn for the parts of a page that are about the links.
func eachPart(parts *rollup.PageParts, links []uint32, fn func(link uint32, part []byte) error) error {
	first, _ := wire.LinksOfPage(wire.PageOf(links[0]))
	for _, link := range links {
		if part, found := parts.Of(byte(link - first)); found {
			if err := fn(link, part); err != nil {
				return err
			}
		}
	}
	return nil
}

// figures adds the sums of a page.
func (m *linksMonth) figures(payload []byte, links []uint32) error {
	if err := m.page.Read(payload); err != nil {
		return err
	}
	for d := range m.clicks {
		m.clicks[d] = append(m.clicks[d][:0], make([]uint64, m.page.Names[d].Size())...)
	}
	err := eachPart(&m.page.Parts, links, func(link uint32, part []byte) error {
		if len(part) == 0 {
			m.large = append(m.large, link)
			return nil
		}
		r := wire.Reader{Data: part}
		m.requests.read(&r, len(m.days))
		for range m.monthSections(&r, m.days) {
			m.values(&r)
		}
		return r.Whole()
	})
	if err != nil || m.Brief {
		return err
	}
	return m.addNames()
}

// addNames adds the clicks of the page's names. The names are sorted, like those of the
// page before, so most of them are found without a search.
func (m *linksMonth) addNames() error {
	var r wire.Reader
	for d := range m.clicks {
		for number, clicks := range m.clicks[d] {
			if clicks > 0 {
				m.countBytes(analytics.Dimension(d), m.page.Names[d].At(&r, uint64(number)), clicks)
			}
		}
	}
	return r.Whole()
}

// values adds the values of a dimension in a page.
func (m *linksMonth) values(r *wire.Reader) {
	d := dimensionOf(r)
	sums, number := m.clicks[d], uint64(0)
	for range r.Count(2) {
		number += r.Uvarint()
		clicks := r.Uvarint()
		if number >= uint64(len(sums)) {
			r.Fail()
			return
		}
		sums[number] += clicks
	}
}

// addLarge adds the sums that have rows of their own.
func (m *linksMonth) addLarge() error {
	keys := make([][]byte, len(m.large))
	for i, link := range m.large {
		keys[i] = wire.SumKey{Kind: wire.SumMonth, Number: link, Index: m.month}.Bytes()
	}
	rows := 0
	for row, err := range m.tx.GetAll(analytics.TableSums, keys) {
		if err != nil {
			return err
		}
		if string(row.Key) != string(keys[rows]) {
			break
		}
		rows++
		payload, err := wire.Unseal(row.Value)
		if err == nil {
			err = m.largeSum(payload)
		}
		if err != nil {
			return wire.InRow(err, analytics.TableSums, row.Key)
		}
	}
	if rows < len(m.large) {
		return missingMonth(m.large[rows], m.month)
	}
	m.large = m.large[:0]
	return nil
}

// largeSum adds the sum of a link.
func (m *linksMonth) largeSum(payload []byte) error {
	r := wire.Reader{Data: payload}
	m.requests.read(&r, len(m.days))
	for range m.monthSections(&r, m.days) {
		m.monthNames(&r)
	}
	return r.Whole()
}
