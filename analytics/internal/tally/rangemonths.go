package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// monthOf returns the number of days of the month with which a list begins, if the list
// has all of them and the sums of the links are stored. Otherwise it returns 0.
func (v *RangeView) monthOf(days []UtcDay) int {
	month := wire.MonthOf(days[0].day)
	first, after := wire.DaysOfMonth(month)
	n := int(after - first)
	if days[0].day != first || days[0].from != 0 || len(days) < n || days[n-1].to != rollup.QuartersPerDay {
		return 0
	}
	if v.open[month] || !v.closed.HasMonth(v.links[len(v.links)-1], month) {
		return 0
	}
	return n
}

// month adds the sums of the month with which a list of days begins, and returns how many
// days it added.
func (v *RangeView) month(days []UtcDay) (int, error) {
	n := v.monthOf(days)
	if n == 0 {
		return 0, nil
	}
	m := linksMonth{tx: v.Tx, month: wire.MonthOf(days[0].day), links: v.links}
	pages, err := m.parts(wire.SumPage, v.pages)
	if err != nil {
		return 0, err
	}
	err = eachPage(pages, func(payload []byte, links []uint32) error {
		if err := m.page.Read(payload); err != nil {
			return err
		}
		return eachPart(&m.page.Parts, links, func(link uint32, part []byte) error {
			if len(part) == 0 {
				m.large = append(m.large, link)
				return nil
			}
			return v.sum(link, part)
		})
	})
	if err != nil {
		return 0, err
	}
	return n, v.large(m.month, m.large)
}

// large adds the sums of a month of links that have rows of their own.
func (v *RangeView) large(month uint32, links []uint32) error {
	keys := make([][]byte, len(links))
	for i, link := range links {
		keys[i] = wire.SumKey{Kind: wire.SumMonth, Number: link, Index: month}.Bytes()
	}
	found := 0
	err := eachRow(v.Tx, analytics.TableSums, keys, func(i int, value []byte) error {
		if i != found {
			return missingMonth(links[found], month)
		}
		found++
		payload, err := wire.Unseal(value)
		if err != nil {
			return err
		}
		return v.sum(links[i], payload)
	})
	if err == nil && found < len(links) {
		err = missingMonth(links[found], month)
	}
	return err
}

// sum adds the sum of a month of a link.
func (v *RangeView) sum(link uint32, payload []byte) error {
	r := wire.Reader{Data: payload}
	total := v.of(link)
	for used := rollup.MonthDays(&r); used != 0 && !r.Failed; used &= used - 1 {
		v.cells = rollup.ReadCells(&r, v.cells[:0], rollup.ClassCells)
		total.Add(v.cells)
	}
	v.sums.Reset()
	if v.sums.ReadSections(&r); !r.Failed {
		total.add(&v.sums.Sums, 0, rollup.QuartersPerDay, maxLinkKinds)
	}
	return r.Whole()
}
