package tally

import (
	"math/bits"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// monthVisitors adds the visitors in pages to those of the days of a month.
type monthVisitors struct {
	days   []UtcDay
	unions []*rollup.Union  // of each day
	large  []uint64         // days and links whose visitors are in their rollups alone, as of [wire.PairOf]
	last   bool             // whether there are no more pages
	table  rollup.Table     // to count unions in
	parts  rollup.PageParts // of the current page
}

func newMonthVisitors(t *Tally, days []UtcDay) *monthVisitors {
	v := &monthVisitors{days: days}
	for _, day := range days {
		v.unions = append(v.unions, &t.visitorsOn(day.day).all)
	}
	return v
}

// add adds the visitors in pages. After the last ones it counts them, so that the
// goroutine that asks for the numbers does not have to.
func (v *monthVisitors) add(pages []pageOfLinks) error {
	err := eachPage(pages, v.page)
	if v.last && err == nil {
		for _, u := range v.unions {
			u.CountIn(&v.table)
		}
	}
	return err
}

// page adds the visitors of links in a page.
func (v *monthVisitors) page(payload []byte, links []uint32) error {
	if err := v.parts.ReadVisitors(payload); err != nil {
		return err
	}
	return eachPart(&v.parts, links, func(link uint32, part []byte) error {
		r := wire.Reader{Data: part}
		days := rollup.MonthDays(&r)
		if days>>len(v.days) != 0 {
			r.Fail()
		}
		for ; days != 0 && !r.Failed; days &= days - 1 {
			nth := bits.TrailingZeros32(days)
			if !v.unions[nth].ReadMarks(&r) {
				v.large = append(v.large, wire.PairOf(v.days[nth].day, link))
			}
		}
		return r.End()
	})
}

// addLarge adds the visitors that are in rollups alone.
func (v *monthVisitors) addLarge(tx analytics.Tx) error {
	for _, pair := range v.large {
		ru, err := readRollup(tx, analytics.TableRollups, wire.KeyOf(pair))
		if err != nil {
			return err
		}
		if ru == nil {
			continue
		}
		day := uint32(pair>>32) - v.days[0].day
		if err := v.unions[day].Merge(ru.VisitorsOf("")); err != nil {
			return err
		}
	}
	v.large = v.large[:0]
	return nil
}
