package tally

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// SumReader reads sums in place of rollups where they have all that is asked for. Links
// have sums of months, a workspace has sums of days, too.
type SumReader struct {
	Tally     *Tally   // added to
	Links     []uint32 // rising; unused if there is a workspace
	Workspace uint32   // 0 if the sums are those of links

	Tx     analytics.Tx // read from
	closed rollup.Closed
	after  uint32          // the first day after all months that may have sums
	pages  []uint32        // of Links
	months map[uint32]bool // with an open sum
	days   map[uint32]bool // with an open sum
	sum    monthReader
}

// begin reads which days and months are closed. It must be called in each view.
func (s *SumReader) begin(tx analytics.Tx) (err error) {
	s.Tx = tx
	if s.closed, err = rollup.LoadClosed(tx); err != nil {
		return err
	}
	s.months, s.days = make(map[uint32]bool), make(map[uint32]bool)
	from, _ := s.Tally.calendar.bounds()
	if s.after = s.closed.AfterMonths(); wire.DayOf(max(from, 0)) >= s.after {
		s.after = 0 // the range has no month with a sum
	}
	if s.Workspace == 0 {
		return s.beginLinks(tx)
	}
	if err := rollup.OpenSums(tx, wire.SumMonth, []uint32{s.Workspace}, s.months); err != nil {
		return err
	}
	return rollup.OpenSums(tx, wire.SumDay, []uint32{s.Workspace}, s.days)
}

// beginLinks reads which months of links have an open sum.
func (s *SumReader) beginLinks(tx analytics.Tx) error {
	if len(s.Links) == 0 {
		s.after = 0
	}
	if s.after == 0 {
		return nil
	}
	if s.pages == nil {
		for _, link := range s.Links {
			s.pages = append(s.pages, wire.PageOf(link))
		}
		s.pages = slices.Compact(s.pages)
	}
	if err := rollup.OpenSums(tx, wire.SumMonth, s.Links, s.months); err != nil {
		return err
	}
	if err := rollup.OpenSums(tx, wire.SumPage, s.pages, s.months); err != nil || len(s.Links) == 1 {
		return err
	}
	return rollup.OpenSums(tx, wire.SumPageVisitors, s.pages, s.months)
}

// last returns the number that is closed last.
func (s *SumReader) last() uint32 {
	if s.Workspace != 0 {
		return s.Workspace
	}
	return s.Links[len(s.Links)-1]
}

// read adds the first days of a list if there is a sum of them, and returns how many
// it added.
func (s *SumReader) read(days []UtcDay) (n int, err error) {
	if n := s.monthOf(days); n > 0 {
		return n, s.Month(days[:n])
	}
	day := days[0]
	if s.Workspace == 0 || !s.closed.HasDay(s.Workspace, day.day) || s.days[day.day] || s.Tally.late[day.day] {
		return 0, nil
	}
	key := wire.SumKey{Kind: wire.SumDay, Number: s.Workspace, Index: day.day}.Bytes()
	payload, err := wire.Get(s.Tx, analytics.TableSums, key)
	if err != nil || payload == nil {
		return 1, err
	}
	s.Tally.merged = true
	done, err := s.Tally.row(payload, day)
	s.Tally.merged = false
	if err != nil {
		return 0, wire.InRow(err, analytics.TableSums, key)
	}
	if !done {
		return 0, nil
	}
	return 1, nil
}

// monthOf returns the number of days of the month with which a list begins, if the
// list has all of them and the month's sum is enough for the answer. Otherwise it
// returns 0.
func (s *SumReader) monthOf(days []UtcDay) int {
	if s.Tally.whole != nil || days[0].from != 0 || days[0].day >= s.after || !s.hasVisitors() {
		return 0
	}
	month := wire.MonthOf(days[0].day)
	first, after := wire.DaysOfMonth(month)
	n := int(after - first)
	if days[0].day != first || len(days) < n || days[n-1].to != rollup.QuartersPerDay ||
		!s.closed.HasMonth(s.last(), month) || s.months[month] {
		return 0
	}
	for day := first; day < after; day++ {
		if s.Tally.late[day] {
			return 0
		}
	}
	return n
}

// hasVisitors reports whether the sums of months have what the answer needs of visitors.
// Only those of several links have more than their number.
func (s *SumReader) hasVisitors() bool {
	return !s.Tally.Several || s.Workspace == 0 && len(s.Links) > 1
}

// without returns the first days of a list, up to the first month that can be read
// from its sum.
func (s *SumReader) without(days []UtcDay) []UtcDay {
	for i := 0; i < min(len(days), wire.RollupsAhead) && days[i].day < s.after; {
		if i > 0 && s.monthOf(days[i:]) > 0 {
			return days[:i]
		}
		_, next := wire.DaysOfMonth(wire.MonthOf(days[i].day))
		i += int(next - days[i].day)
	}
	return days
}

// Month adds the sums of a month.
func (s *SumReader) Month(days []UtcDay) error {
	month := wire.MonthOf(days[0].day)
	if s.Workspace == 0 && len(s.Links) > 1 {
		m := linksMonth{Tally: s.Tally, tx: s.Tx, month: month, days: days, links: s.Links, pages: s.pages}
		return m.add()
	}
	r, err := s.oneMonth(month)
	if err != nil || r == nil {
		return err
	}
	s.Tally.month(r, days, s.sum.page)
	return s.sum.inRow(r.End())
}

// oneMonth returns the sum of a month of a workspace or a single link; nil if it has no
// requests.
func (s *SumReader) oneMonth(month uint32) (*wire.Reader, error) {
	if s.Workspace == 0 {
		r, _, err := s.sum.of(s.Tx, s.Links[0], month)
		return r, err
	}
	s.sum.page, s.sum.key = nil, wire.SumKey{Kind: wire.SumMonth, Number: s.Workspace, Index: month}
	payload, err := wire.Get(s.Tx, analytics.TableSums, s.sum.key.Bytes())
	if err != nil || payload == nil {
		return nil, err
	}
	return &wire.Reader{Data: payload}, nil
}

// tailsOf returns the links that have pending groups, rising.
func tailsOf(tails map[uint32][]clicklog.PendingGroup) []uint32 {
	links := make([]uint32, 0, len(tails))
	for link := range tails {
		links = append(links, link)
	}
	slices.Sort(links)
	return links
}
