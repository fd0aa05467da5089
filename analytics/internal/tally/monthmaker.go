package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// LinkMonths are the sums of a month of some links, and the damage of rollups that
// could not be added up.
type LinkMonths struct {
	Sums   map[uint32]*rollup.MonthSum // by link
	Damage map[uint32]error            // by link
}

// Months adds up a month of the links from first up to after, exclusive. It reads the
// rollups day by day.
func (s *Summer) Months(month, first, after uint32) (LinkMonths, error) {
	all := LinkMonths{make(map[uint32]*rollup.MonthSum), make(map[uint32]error)}
	begin, end := wire.DaysOfMonth(month)
	for day := begin; day < end; day++ {
		if err := s.Stop(); err != nil {
			return all, err
		}
		for row, err := range s.Tx.Scan(analytics.TableRollups, wire.PairKey(day, first), wire.PairKey(day, after)) {
			if err == nil {
				err = wire.InRow(wire.CheckKey(row.Key, 8), analytics.TableRollups, row.Key)
			}
			if err != nil {
				return all, err
			}
			s.Work++
			link := wire.Order.Uint32(row.Key[4:])
			if err := all.add(link, day-begin, row.Value); err != nil {
				all.Damage[link] = wire.InRow(err, analytics.TableRollups, row.Key)
			}
		}
	}
	return all, nil
}

// add adds a stored rollup of the nth day of the month, counted from 0.
func (m *LinkMonths) add(link, n uint32, value []byte) error {
	payload, err := wire.Unseal(value)
	if err != nil {
		return err
	}
	var ru rollup.Rollup
	if err := ru.Read(payload); err != nil {
		return err
	}
	if m.Sums[link] == nil {
		m.Sums[link] = new(rollup.MonthSum)
	}
	m.Sums[link].Add(n, &ru, true)
	return nil
}

// Value returns the value of a sum; nil if it is empty. The error is that of a damaged
// rollup.
func (m *LinkMonths) Value(k wire.SumKey) ([]byte, error) {
	if k.Kind == wire.SumMonth {
		if m.Sums[k.Number] == nil || m.Damage[k.Number] != nil {
			return nil, m.Damage[k.Number]
		}
		return m.Sums[k.Number].OwnValue(), nil
	}
	for _, err := range m.Damage {
		return nil, err
	}
	if k.Kind == wire.SumPage {
		return rollup.MonthPageValue(k.Number, m.Sums), nil
	}
	return rollup.PageVisitorsValue(k.Number, m.Sums), nil
}

// HasOwnRow reports whether the page of a link says that a month of the link has a row
// of its own.
func (s *Summer) HasOwnRow(k wire.SumKey) (bool, error) {
	page := wire.PageOf(k.Number)
	first, _ := wire.LinksOfPage(page)
	payload, err := wire.Get(s.Tx, analytics.TableSums, wire.SumKey{Kind: wire.SumPage, Number: page, Index: k.Index}.Bytes())
	if err != nil || payload == nil {
		return false, ignoreDamage(err)
	}
	if err := s.months.room.Read(payload); err != nil {
		return false, ignoreDamage(err)
	}
	part, found := s.months.room.Parts.Of(byte(k.Number - first))
	return found && len(part) == 0, nil
}

// ignoreDamage returns an error unless it is about a damaged row, which is reported
// where the row is compared.
func ignoreDamage(err error) error {
	if wire.IsDamage(err) {
		return nil
	}
	return err
}

// monthOfLinks makes a sum of a month of a link or a page.
func (s *Summer) monthOfLinks(k wire.SumKey) ([]byte, error) {
	first, after := k.Links()
	months, err := s.Months(k.Index, first, after)
	if err != nil {
		return nil, err
	}
	return months.Value(k)
}
