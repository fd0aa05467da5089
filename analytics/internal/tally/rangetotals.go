package tally

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// LinksPerView is the number of links whose requests in a range one view reads.
const LinksPerView = 256

// RangeView reads the requests to single links in the range of a calendar and their
// conversions, in a view. It reads months that are closed from their sums, and the other
// days from rollups.
type RangeView struct {
	Tx       analytics.Tx                       // read from
	Calendar Calendar                           // its range is counted
	Tails    map[uint32][]clicklog.PendingGroup // pending groups by link

	days   []UtcDay
	closed rollup.Closed
	marks  clicklog.Marks
	erased clicklog.Erasures

	links  []uint32 // rising
	totals []LinkTotal
	pages  []uint32        // of links
	open   map[uint32]bool // months with an open sum of links
	cells  rollup.Cells    // of the current row
	record clicklog.Record
	values rollup.ClickValues      // of record, if it is a conversion
	day    rollup.Conversions      // of the current row
	sums   rollup.MonthConversions // of the current row
}

// LinkTotal has the requests to a link and its conversions.
type LinkTotal struct {
	rollup.TotalSum
	conversionSums
}

// maxLinkKinds is the number of kinds of a link's conversions that are told apart.
const maxLinkKinds = rollup.MaxValues

// Conversions returns the conversions of the link.
func (l *LinkTotal) Conversions() analytics.LinkConversions {
	found := analytics.LinkConversions{Converted: l.converted, ConversionKinds: l.counts()}
	for _, kind := range found.ConversionKinds {
		found.Conversions += kind.Count
	}
	return found
}

// Begin reads what the requests to all links need. It must be called before Of.
func (v *RangeView) Begin() (err error) {
	v.days = v.Calendar.UtcDays()
	if v.closed, err = rollup.LoadClosed(v.Tx); err != nil {
		return err
	}
	if v.marks, err = clicklog.LoadMarks(v.Tx); err != nil {
		return err
	}
	v.erased, err = clicklog.LoadErasures(v.Tx)
	return err
}

// AddTo adds the requests to links, which rise, to their totals.
func (v *RangeView) AddTo(totals []LinkTotal, links []uint32) error {
	v.links, v.totals = links, totals
	if err := v.findOpen(); err != nil {
		return err
	}
	for days := v.days; len(days) > 0; {
		n, err := v.month(days)
		if err == nil && n == 0 {
			n, err = v.rollups(days)
		}
		if err != nil {
			return err
		}
		days = days[n:]
	}
	for i, link := range links {
		if err := v.addPending(&v.totals[i], link); err != nil {
			return err
		}
	}
	return nil
}

// findOpen reads which months have an open sum of the links.
func (v *RangeView) findOpen() error {
	v.pages, v.open = v.pages[:0], make(map[uint32]bool)
	for _, link := range v.links {
		v.pages = append(v.pages, wire.PageOf(link))
	}
	v.pages = slices.Compact(v.pages)
	if err := rollup.OpenSums(v.Tx, wire.SumMonth, v.links, v.open); err != nil {
		return err
	}
	return rollup.OpenSums(v.Tx, wire.SumPage, v.pages, v.open)
}

// of returns the total of a link.
func (v *RangeView) of(link uint32) *LinkTotal {
	i, _ := slices.BinarySearch(v.links, link)
	return &v.totals[i]
}
