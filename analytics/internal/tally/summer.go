package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Summer makes sums from the rollups, in one view of the store.
type Summer struct {
	Tx      analytics.Tx                    // read from
	Closed  rollup.Closed                   // as of Tx
	Members func(workspace uint32) []uint32 // returns the links of a workspace
	Work    int                             // the number of rows read
	days    []uint32                        // the closed days; nil until they are known
	months  monthReader
	Fresh   bool         // read only the rollups of links, not other sums
	Stop    func() error // returns an error when the sum is no longer needed
}

// rollup reads a link's rollup of a day; nil if there is none.
func (s *Summer) rollup(day, link uint32) (*rollup.Rollup, error) {
	s.Work++
	key := wire.PairKey(day, link)
	return readRollup(s.Tx, analytics.TableRollups, key)
}

// readRollup reads a rollup from a table; nil if there is none.
func readRollup(tx analytics.Tx, table analytics.Table, key []byte) (*rollup.Rollup, error) {
	payload, err := wire.Get(tx, table, key)
	if err != nil || payload == nil {
		return nil, err
	}
	ru := &rollup.Rollup{Shorten: table == analytics.TableSums}
	return ru, wire.InRow(ru.Read(payload), table, key)
}

// Make returns the value of a sum; nil if it is empty or impossible.
func (s *Summer) Make(k wire.SumKey) ([]byte, error) {
	if !k.Possible() {
		return nil, nil
	}
	switch k.Kind {
	case wire.SumDay:
		ru, err := s.addDay(k.Number, k.Index)
		if err != nil || ru.First == 0 {
			return nil, err
		}
		return ru.Value()
	case wire.SumMonth:
		if len(s.Members(k.Number)) > 0 {
			return s.month(k.Number, k.Index)
		}
		return s.monthOfLinks(k)
	case wire.SumPage, wire.SumPageVisitors:
		return s.monthOfLinks(k)
	}
	total, err := s.total(k.Number)
	if err != nil {
		return nil, err
	}
	return total.Value(), nil
}

// addDay adds up the rollups of a workspace's links on a day.
func (s *Summer) addDay(workspace, day uint32) (*rollup.Rollup, error) {
	all, ru := &rollup.Rollup{Shorten: true}, new(rollup.Rollup)
	sc := rollupScan{links: s.Members(workspace)}
	sc.read = func(_ uint32, payload []byte) error {
		if err := s.Stop(); err != nil {
			return err
		}
		if err := ru.Read(payload); err != nil {
			return err
		}
		return all.Join(ru)
	}
	err := sc.day(s.Tx, day)
	s.Work += sc.rows + 1
	return all, err
}

// day returns the figures of a workspace on a day; nil if it has none.
func (s *Summer) day(workspace, day uint32) (*rollup.Rollup, error) {
	ru, summed, err := s.summedDay(wire.SumKey{Kind: wire.SumDay, Number: workspace, Index: day})
	if err != nil || summed {
		return ru, err
	}
	if ru, err = s.addDay(workspace, day); err != nil || ru.First == 0 {
		return nil, err
	}
	return ru, nil
}

// summedDay returns the sum of a workspace's day. It returns nil and true if the day
// has nothing to add up, and false if the rollups must be read.
func (s *Summer) summedDay(k wire.SumKey) (ru *rollup.Rollup, summed bool, err error) {
	if s.Fresh || !s.Closed.HasDay(k.Number, k.Index) {
		return nil, false, nil
	}
	s.Work += 16
	if ru, err = readRollup(s.Tx, analytics.TableSums, k.Bytes()); err != nil || ru != nil {
		return ru, true, err
	}
	open, err := rollup.IsOpen(s.Tx, k)
	return nil, !open, err
}

// month makes the sum of a month of a workspace.
func (s *Summer) month(workspace, month uint32) ([]byte, error) {
	var sum rollup.MonthSum
	first, after := wire.DaysOfMonth(month)
	for day := first; day < after; day++ {
		if err := s.Stop(); err != nil {
			return nil, err
		}
		ru, err := s.day(workspace, day)
		if err != nil {
			return nil, err
		}
		if ru != nil {
			sum.Add(day-first, ru, false)
		}
	}
	return sum.Value(), nil
}

// total adds up all closed days of a link. It reads the sums of months and, for months
// without one, the rollups.
func (s *Summer) total(link uint32) (total rollup.TotalSum, err error) {
	if s.days == nil {
		if s.days, err = rollup.DaysUpTo(s.Tx, s.Closed.Day+1); err != nil {
			return total, err
		}
	}
	month, summed := uint32(0), false
	for _, day := range s.days {
		if m := wire.MonthOf(day); m != month {
			month = m
			if summed, err = s.addMonth(&total, link, month); err != nil {
				return total, err
			}
		}
		if summed || !s.Closed.HasDay(link, day) {
			continue
		}
		ru, err := s.rollup(day, link)
		if err != nil {
			return total, err
		}
		if ru != nil {
			total.Add(ru.Classes)
		}
	}
	return total, nil
}

// addMonth adds the requests of a month. It returns false if no sum has them or if
// days of the month are not closed.
func (s *Summer) addMonth(total *rollup.TotalSum, link, month uint32) (bool, error) {
	_, after := wire.DaysOfMonth(month)
	if s.Fresh || !s.Closed.HasMonth(link, month) || !s.Closed.HasDay(link, after-1) {
		return false, nil
	}
	r, made, err := s.months.of(s.Tx, link, month)
	if err != nil || r == nil {
		return made, err
	}
	var requests rollup.Cells
	for days := rollup.MonthDays(r); days != 0 && !r.Failed; days &= days - 1 {
		requests = rollup.ReadCells(r, requests[:0], rollup.ClassCells)
		total.Add(requests)
	}
	return true, s.months.inRow(r.Whole())
}
