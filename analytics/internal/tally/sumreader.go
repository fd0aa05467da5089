package tally

import (
	"math/bits"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// sumReader answers from sums where these have all that is asked for: for one
// link the months, for a workspace days, too.
type sumReader struct {
	tally       *Tally
	number      uint32 // 0 for several links
	isWorkspace bool

	tx     analytics.Tx
	closed rollup.Closed
	months map[uint32]bool // whose sums are to be made
	days   map[uint32]bool
}

// begin looks in a view at what is closed.
func (s *sumReader) begin(tx analytics.Tx) (err error) {
	if s.number == 0 {
		return nil
	}
	s.tx = tx
	if s.closed, err = rollup.LoadClosed(tx); err != nil {
		return err
	}
	if s.months, err = rollup.OpenSums(tx, wire.SumMonth, s.number); err != nil || !s.isWorkspace {
		return err
	}
	s.days, err = rollup.OpenSums(tx, wire.SumDay, s.number)
	return err
}

// read adds the first days of a list, as far as there is a sum of them, and
// returns how many it added. each reads one of them without a sum.
func (s *sumReader) read(days []utcDay, each func(utcDay) error) (n int, err error) {
	if s.number == 0 {
		return 0, nil
	}
	if n := s.monthOf(days); n > 0 {
		return n, s.month(days[:n], each)
	}
	day := days[0]
	if !s.isWorkspace || !s.closed.HasDay(s.number, day.day) || s.days[day.day] || s.tally.late[day.day] {
		return 0, nil
	}
	key := wire.SumKey{Kind: wire.SumDay, Number: s.number, Index: day.day}.Bytes()
	payload, err := wire.Get(s.tx, analytics.TableSums, key)
	if err != nil || payload == nil {
		return 1, err
	}
	s.tally.merged = true
	done, err := s.tally.row(payload, day)
	s.tally.merged = false
	if err != nil {
		return 0, wire.InRow(err, analytics.TableSums, key)
	}
	if !done {
		return 0, nil
	}
	return 1, nil
}

// MonthOf returns how many days the month has that a list begins with, when all of
// them are asked for and its sum tells all that is.
func (s *sumReader) monthOf(days []utcDay) int {
	if s.tally.whole != nil || days[0].from != 0 {
		return 0
	}
	month := wire.MonthOf(days[0].day)
	first, after := wire.DaysOfMonth(month)
	n := int(after - first)
	if days[0].day != first || len(days) < n || days[n-1].to != rollup.QuartersPerDay ||
		!s.closed.HasMonth(s.number, month) || s.months[month] {
		return 0
	}
	for day := first; day < after; day++ {
		if s.tally.late[day] {
			return 0
		}
	}
	return n
}

// without returns the first days of a list, up to those that the sum of a month
// stands for.
func (s *sumReader) without(days []utcDay) []utcDay {
	if s.number == 0 {
		return days
	}
	for i := 1; i < min(len(days), wire.RollupsAhead); i++ {
		if s.monthOf(days[i:]) > 0 {
			return days[:i]
		}
	}
	return days
}

// month adds a month.
func (s *sumReader) month(days []utcDay, each func(utcDay) error) error {
	key := wire.SumKey{Kind: wire.SumMonth, Number: s.number, Index: wire.MonthOf(days[0].day)}.Bytes()
	payload, err := wire.Get(s.tx, analytics.TableSums, key)
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
	s.tally.month(&r, used, days)
	return wire.InRow(r.End(), analytics.TableSums, key)
}

// month adds the sum of a month.
func (t *Tally) month(r *wire.Reader, used uint32, days []utcDay) {
	for ; used != 0 && !r.Failed; used &= used - 1 {
		t.cells = rollup.ReadCells(r, t.cells[:0], uint64(len(analytics.ClassCounts{}))*rollup.QuartersPerDay)
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

// tailsOf returns the links that have a tail, rising.
func tailsOf(tails map[uint32][]clicklog.PendingGroup) []uint32 {
	links := make([]uint32, 0, len(tails))
	for link := range tails {
		links = append(links, link)
	}
	slices.Sort(links)
	return links
}
