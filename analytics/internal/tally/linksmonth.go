package tally

import (
	"math/bits"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// linksMonth adds a month of several links to a tally. It reads the pages of the links,
// and after them the sums that have rows of their own.
type linksMonth struct {
	*Tally
	tx    analytics.Tx
	month uint32
	days  []UtcDay
	links []uint32 // rising
	pages []uint32 // of the links

	large    []uint32 // links whose sums have rows of their own
	requests requestGrid
	page     rollup.MonthPage              // the current page
	indexes  [rollup.NumDimensions][]int32 // of the page's names in the tally's counts; -1 until known
}

func (m *linksMonth) add() error {
	if err := m.eachPage(wire.SumPage, m.figures); err != nil {
		return err
	}
	if err := m.addLarge(); err != nil {
		return err
	}
	m.requests.addTo(m.Tally, m.days)
	if err := m.eachPage(wire.SumPageVisitors, m.visitors); err != nil {
		return err
	}
	for _, day := range m.days {
		if err := m.close(day.day); err != nil {
			return err
		}
	}
	return nil
}

// eachPage calls fn for the pages' sums of a kind, with the links that are in the page.
func (m *linksMonth) eachPage(kind wire.SumKind, fn func(payload []byte, links []uint32) error) error {
	keys := make([][]byte, len(m.pages))
	for i, page := range m.pages {
		keys[i] = wire.SumKey{Kind: kind, Number: page, Index: m.month}.Bytes()
	}
	return m.eachRow(keys, func(k wire.SumKey, payload []byte) error {
		first, after := k.Links()
		i, _ := slices.BinarySearch(m.links, first)
		n, _ := slices.BinarySearch(m.links[i:], after)
		return fn(payload, m.links[i:i+n])
	})
}

// eachRow calls fn for the sums with the given keys.
func (m *linksMonth) eachRow(keys [][]byte, fn func(wire.SumKey, []byte) error) error {
	for row, err := range m.tx.GetAll(analytics.TableSums, keys) {
		if err != nil {
			return err
		}
		k, err := wire.SumKeyOf(row.Key)
		if err != nil {
			return err
		}
		payload, err := wire.Unseal(row.Value)
		if err == nil {
			err = fn(k, payload)
		}
		if err != nil {
			return wire.InRow(err, analytics.TableSums, row.Key)
		}
	}
	return nil
}

// eachPart calls fn for the parts of a page that are about the links.
func eachPart(parts []byte, links []uint32, fn func(link uint32, part []byte) error) error {
	first, _ := wire.LinksOfPage(wire.PageOf(links[0]))
	for part, err := range rollup.PageParts(parts) {
		if err != nil {
			return err
		}
		link := first + uint32(part.Place)
		for len(links) > 0 && links[0] < link {
			links = links[1:]
		}
		if len(links) == 0 {
			return nil
		}
		if links[0] != link {
			continue
		}
		if err := fn(link, part.Data); err != nil {
			return err
		}
	}
	return nil
}

// figures adds the sums of a page.
func (m *linksMonth) figures(payload []byte, links []uint32) error {
	if err := m.page.Read(payload); err != nil {
		return err
	}
	for d := range m.indexes {
		m.indexes[d] = m.indexes[d][:0]
		for range m.page.Names[d] {
			m.indexes[d] = append(m.indexes[d], -1)
		}
	}
	return eachPart(m.page.Data, links, func(link uint32, part []byte) error {
		if len(part) == 0 {
			m.large = append(m.large, link)
			return nil
		}
		r := wire.Reader{Data: part}
		m.requests.read(&r, len(m.days))
		for range r.Byte() {
			m.values(&r)
		}
		return r.Whole()
	})
}

// values adds the values of a dimension in a page.
func (m *linksMonth) values(r *wire.Reader) {
	d := dimensionOf(r)
	names, indexes, number := m.page.Names[d], m.indexes[d], uint64(0)
	for range r.Count(2) {
		number += r.Uvarint()
		clicks := r.Uvarint()
		if number >= uint64(len(names)) {
			r.Fail()
			return
		}
		if m.Brief || clicks == 0 {
			continue
		}
		if indexes[number] < 0 {
			indexes[number] = int32(m.indexOf(d, names[number]))
		}
		m.counts[d][indexes[number]].Clicks += clicks
	}
}

// addLarge adds the sums that have rows of their own.
func (m *linksMonth) addLarge() error {
	keys := make([][]byte, len(m.large))
	for i, link := range m.large {
		keys[i] = wire.SumKey{Kind: wire.SumMonth, Number: link, Index: m.month}.Bytes()
	}
	read := 0
	err := m.eachRow(keys, func(k wire.SumKey, payload []byte) error {
		if k.Number != m.large[read] {
			return missingMonth(m.large[read], m.month)
		}
		read++
		r := wire.Reader{Data: payload}
		m.requests.read(&r, len(m.days))
		for range r.Byte() {
			m.monthNames(&r)
		}
		return r.Whole()
	})
	if err == nil && read < len(m.large) {
		err = missingMonth(m.large[read], m.month)
	}
	return err
}

// visitors adds the visitors of a page to those of each day.
func (m *linksMonth) visitors(payload []byte, links []uint32) error {
	return eachPart(payload, links, func(link uint32, part []byte) error {
		r := wire.Reader{Data: part}
		for days := rollup.MonthDays(&r); days != 0 && !r.Failed; days &= days - 1 {
			nth := bits.TrailingZeros32(days)
			if nth >= len(m.days) {
				r.Fail()
				break
			}
			day := m.days[nth].day
			if u := m.visitorsOn(day); !u.all.ReadMarks(&r) && !r.Failed {
				if err := m.sketchOf(day, link, &u.all); err != nil {
					return err
				}
			}
		}
		return r.End()
	})
}

// sketchOf adds the visitors of a link's rollup.
func (m *linksMonth) sketchOf(day, link uint32, u *rollup.Union) error {
	ru, err := readRollup(m.tx, analytics.TableRollups, wire.PairKey(day, link))
	if err != nil || ru == nil {
		return err
	}
	return u.Merge(ru.VisitorsOf(""))
}
