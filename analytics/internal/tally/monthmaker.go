package tally

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// LinkMonths are the sums of a month of the links of some pages.
type LinkMonths struct {
	Pages map[uint32]*PageMonth // by page
	After uint32                // the link after those that were added up
	size  int                   // of all pages
	day   rollup.Rollup         // that is added
}

// PageMonth has the sums of a month of the links of a page, and the damage of rollups
// that could not be added up.
type PageMonth struct {
	Sums   map[uint32]*rollup.MonthSum // by link
	Damage map[uint32]error            // by link
	size   int                         // bytes of rollups
}

// MonthBytes is about the most bytes of rollups whose month is added up at once, unless
// a single page has more.
const MonthBytes = 2 << 20

// Months adds up a month of the links from first up to after, exclusive. It reads the
// rollups day by day. If those of several pages have more bytes than size, it leaves out
// the last pages. It does so as soon as the days that were read have more than their share,
// so that little is read in vain.
func (s *Summer) Months(month, first, after uint32, size int) (*LinkMonths, error) {
	all := &LinkMonths{Pages: make(map[uint32]*PageMonth), After: after}
	begin, end := wire.DaysOfMonth(month)
	for day := begin; day < end; day++ {
		if err := s.Stop(); err != nil {
			return nil, err
		}
		for row, err := range s.Tx.Scan(analytics.TableRollups, wire.PairKey(day, first), wire.PairKey(day, all.After)) {
			if err == nil {
				err = wire.InRow(wire.CheckKey(row.Key, 8), analytics.TableRollups, row.Key)
			}
			if err != nil {
				return nil, err
			}
			link := wire.Order.Uint32(row.Key[4:])
			if link >= all.After {
				break
			}
			s.Work++
			all.add(link, day-begin, row)
			all.narrow(first, size*int(day-begin+1)/int(end-begin))
		}
	}
	return all, nil
}

// add adds a stored rollup of the nth day of the month, counted from 0.
func (m *LinkMonths) add(link, n uint32, row analytics.Row) {
	page := m.Pages[wire.PageOf(link)]
	if page == nil {
		page = &PageMonth{Sums: make(map[uint32]*rollup.MonthSum), Damage: make(map[uint32]error)}
		m.Pages[wire.PageOf(link)] = page
	}
	page.size += len(row.Value)
	m.size += len(row.Value)
	if err := m.addTo(page, link, n, row.Value); err != nil {
		page.Damage[link] = wire.InRow(err, analytics.TableRollups, row.Key)
	}
}

// narrow leaves out the last half of the pages until the others have at most so many bytes.
func (m *LinkMonths) narrow(first uint32, size int) {
	for m.size > size && wire.PageOf(m.After-1) > wire.PageOf(first) {
		m.After, _ = wire.LinksOfPage((wire.PageOf(first) + wire.PageOf(m.After-1) + 1) / 2)
		for page, month := range m.Pages {
			if page >= wire.PageOf(m.After) {
				m.size -= month.size
				delete(m.Pages, page)
			}
		}
	}
}

// addTo adds a stored rollup to the sum of its link.
func (m *LinkMonths) addTo(page *PageMonth, link, n uint32, value []byte) error {
	payload, err := wire.Unseal(value)
	if err != nil {
		return err
	}
	if err := m.day.Read(payload); err != nil {
		return err
	}
	if page.Sums[link] == nil {
		page.Sums[link] = new(rollup.MonthSum)
	}
	page.Sums[link].Add(n, &m.day, true)
	return nil
}

// Value returns the value of a sum; nil if it is empty. The error is that of a damaged
// rollup.
func (m *PageMonth) Value(k wire.SumKey) ([]byte, error) {
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

// monthOfLinks makes a sum of a month of a link or a page.
func (s *Summer) monthOfLinks(k wire.SumKey) ([]byte, error) {
	first, after := k.Links()
	months, err := s.Months(k.Index, first, after, MonthBytes)
	if err != nil || len(months.Pages) == 0 {
		return nil, err
	}
	return months.Pages[wire.PageOf(first)].Value(k)
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
