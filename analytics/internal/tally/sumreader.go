package tally

import (
	"math/bits"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// SumReader reads sums in place of rollups where they have all that is asked for. A
// link has sums of months, a workspace has sums of days, too.
type SumReader struct {
	Tally       *Tally // added to
	Number      uint32 // of the link or the workspace; 0 for several links
	isWorkspace bool

	Tx     analytics.Tx // read from
	closed rollup.Closed
	after  uint32          // closed.AfterMonths
	months map[uint32]bool // with an open sum
	days   map[uint32]bool // with an open sum
}

// begin reads which days and months are closed. It must be called in each view.
func (s *SumReader) begin(tx analytics.Tx) (err error) {
	if s.Number == 0 {
		return nil
	}
	s.Tx = tx
	if s.closed, err = rollup.LoadClosed(tx); err != nil {
		return err
	}
	s.after = s.closed.AfterMonths()
	if s.months, err = rollup.OpenSums(tx, wire.SumMonth, s.Number); err != nil || !s.isWorkspace {
		return err
	}
	s.days, err = rollup.OpenSums(tx, wire.SumDay, s.Number)
	return err
}

// read adds the first days of a list if there is a sum of them, and returns how many
// it added. It calls each for days that have to be read from rollups.
func (s *SumReader) read(days []UtcDay, each func(UtcDay) error) (n int, err error) {
	if s.Number == 0 {
		return 0, nil
	}
	if n := s.monthOf(days); n > 0 {
		return n, s.Month(days[:n], each)
	}
	day := days[0]
	if !s.isWorkspace || !s.closed.HasDay(s.Number, day.day) || s.days[day.day] || s.Tally.late[day.day] {
		return 0, nil
	}
	key := wire.SumKey{Kind: wire.SumDay, Number: s.Number, Index: day.day}.Bytes()
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
	if s.Tally.whole != nil || days[0].from != 0 || days[0].day >= s.after {
		return 0
	}
	month := wire.MonthOf(days[0].day)
	first, after := wire.DaysOfMonth(month)
	n := int(after - first)
	if days[0].day != first || len(days) < n || days[n-1].to != rollup.QuartersPerDay ||
		!s.closed.HasMonth(s.Number, month) || s.months[month] {
		return 0
	}
	for day := first; day < after; day++ {
		if s.Tally.late[day] {
			return 0
		}
	}
	return n
}

// without returns the first days of a list, up to the first month that can be read
// from its sum.
func (s *SumReader) without(days []UtcDay) []UtcDay {
	if s.Number == 0 {
		return days
	}
	for i := 0; i < min(len(days), wire.RollupsAhead) && days[i].day < s.after; {
		if i > 0 && s.monthOf(days[i:]) > 0 {
			return days[:i]
		}
		_, next := wire.DaysOfMonth(wire.MonthOf(days[i].day))
		i += int(next - days[i].day)
	}
	return days
}

// Month adds the sum of a month. It calls each for the days of a sum that has only the
// mask of days.
func (s *SumReader) Month(days []UtcDay, each func(UtcDay) error) error {
	key := wire.SumKey{Kind: wire.SumMonth, Number: s.Number, Index: wire.MonthOf(days[0].day)}.Bytes()
	payload, err := wire.Get(s.Tx, analytics.TableSums, key)
	if err != nil || payload == nil {
		return err
	}
	r := wire.Reader{Data: payload}
	used := rollup.MonthDays(&r)
	if used>>len(days) != 0 {
		r.Fail()
	}
	if !r.Failed && r.Left() == 0 {
		for ; used != 0; used &= used - 1 {
			if err := each(days[bits.TrailingZeros32(used)]); err != nil {
				return err
			}
		}
		return nil
	}
	s.Tally.month(&r, used, days)
	return wire.InRow(r.End(), analytics.TableSums, key)
}

// month adds the rest of a month's payload, after the mask of days.
func (t *Tally) month(r *wire.Reader, used uint32, days []UtcDay) {
	for ; used != 0 && !r.Failed; used &= used - 1 {
		t.cells = rollup.ReadCells(r, t.cells[:0], rollup.ClassCells)
		if !r.Failed {
			t.addClasses(t.cells, days[bits.TrailingZeros32(used)])
		}
	}
	for range r.Byte() {
		d := analytics.Dimension(r.Byte())
		if int(d) >= rollup.NumDimensions {
			r.Fail()
		}
		for i := range r.Count(2) {
			t.name = r.Name(t.name, i)
			clicks := r.Uvarint()
			if !t.Brief && !r.Failed {
				t.countBytes(d, t.name, clicks)
			}
		}
	}
	t.uniques += r.Uvarint()
	for r.Left() > 0 && !r.Failed {
		v := rollup.VariantSum{VariantName: rollup.VariantName{Split: r.String(), Rule: r.String()}, Clicks: r.Uvarint(), Uniques: r.Uvarint()}
		if t.splits != nil && !t.Brief && !r.Failed {
			t.variant(v.VariantName, v.Clicks)
			t.split(v.VariantName).DailyUniques += v.Uniques
		}
	}
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
