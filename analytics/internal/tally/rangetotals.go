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
// conversions, in a view. It reads months that are closed from their sums, and the other days from rollups.
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

// Of returns the totals of links, which rise.
func (v *RangeView) Of(links []uint32) ([]LinkTotal, error) {
	v.links, v.totals = links, make([]LinkTotal, len(links))
	if err := v.findOpen(); err != nil {
		return nil, err
	}
	for days := v.days; len(days) > 0; {
		n, err := v.month(days)
		if err == nil && n == 0 {
			n, err = v.rollups(days)
		}
		if err != nil {
			return nil, err
		}
		days = days[n:]
	}
	for i, link := range links {
		if err := v.addPending(&v.totals[i], link); err != nil {
			return nil, err
		}
	}
	return v.totals, nil
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
		return eachPart(m.page.Data, links, func(link uint32, part []byte) error {
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

// rollups adds the days with which a list begins, up to the first month that is read from
// its sums, and returns how many it added.
func (v *RangeView) rollups(days []UtcDay) (n int, err error) {
	for n = 1; n < len(days) && v.monthOf(days[n:]) == 0; {
		n++
	}
	var current UtcDay
	s := rollupScan{links: v.links, read: func(link uint32, payload []byte) error { return v.row(link, payload, current) }}
	for day, err := range rollup.Days(v.Tx, days[0].day, days[n-1].day+1) {
		if err != nil {
			return 0, err
		}
		current = days[day-days[0].day]
		if err := s.day(v.Tx, day); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// row adds the part of a rollup that the range covers.
func (v *RangeView) row(link uint32, payload []byte, day UtcDay) error {
	r := wire.Reader{Data: payload}
	_, _ = r.Uvarint(), r.Uvarint() // the blocks
	v.cells = rollup.ReadCells(&r, v.cells[:0], rollup.ClassCells)
	total := v.of(link)
	for _, c := range v.cells {
		if quarter := int(c.Slot % rollup.QuartersPerDay); day.from <= quarter && quarter < day.to {
			total.Classes[c.Slot/rollup.QuartersPerDay] += c.Count
		}
	}
	v.day.Reset()
	if v.day.ReadSections(&r); !r.Failed {
		total.add(&v.day, day.from, day.to, maxLinkKinds)
	}
	return r.Whole()
}

// of returns the total of a link.
func (v *RangeView) of(link uint32) *LinkTotal {
	i, _ := slices.BinarySearch(v.links, link)
	return &v.totals[i]
}

// addPending adds requests and conversions that are not in a rollup yet.
func (v *RangeView) addPending(total *LinkTotal, link uint32) error {
	from, to := v.Calendar.bounds()
	for i := range v.Tails[link] {
		g := &v.Tails[link][i]
		if g.Chunk.Block <= v.marks.Of(link) || v.erased.Void(link, g.Chunk.Block) {
			continue
		}
		records := g.Records()
		for records.Next(&v.record) {
			if v.record.Time < from || to <= v.record.Time {
				continue
			}
			if err := v.addRecord(total, g); err != nil {
				return err
			}
		}
		if err := records.End(); err != nil {
			return err
		}
	}
	return nil
}

// addRecord adds the current record of a pending group.
func (v *RangeView) addRecord(total *LinkTotal, g *clicklog.PendingGroup) error {
	if class := int(v.record.Class); class < len(total.Classes) {
		total.Classes[class]++
	}
	if v.record.Class != analytics.Conversion {
		return nil
	}
	if err := v.values.Fill(&v.record, g.Chunk, g.Plan); err != nil {
		return err
	}
	c := &v.values.Conversion
	if c.First {
		total.converted++
	}
	total.convert(c.ConversionKind, rollup.Amount{Count: 1, Value: c.Value}, maxLinkKinds)
	return nil
}
