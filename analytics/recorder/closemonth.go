package recorder

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// nextMonth returns the next month to close: the first with rollups that is over and
// is not closed yet. All its days are closed, because run closes days first.
func (c *closing) nextMonth() (month uint32, found bool, err error) {
	from, _ := wire.DaysOfMonth(c.Closed.Month)
	if c.Closed.Month == 0 {
		from = 0
	}
	day, found, err := firstDay(c.Tx, from, c.today)
	if err != nil || !found || wire.MonthOf(day) >= wire.MonthOf(c.today) {
		return 0, false, err
	}
	return wire.MonthOf(day), true, nil
}

// monthRun is the range of link numbers whose months are added up together.
const monthRun = 256

// month closes a month or a part of it, in the order of the numbers of links and
// workspaces.
func (c *closing) month(month uint32) error {
	if month > c.Closed.Month {
		c.Closed.Month, c.Closed.MonthNext = month, 0
	}
	first, err := c.firstOf(month, c.Closed.MonthNext)
	if err != nil {
		return err
	}
	workspaces := c.recorder.workspacesFrom(c.Closed.MonthNext)
	if len(workspaces) > 0 && workspaces[0] <= first {
		c.Closed.MonthNext = workspaces[0] + 1
		return c.add(wire.SumKey{Kind: wire.SumMonth, Number: workspaces[0], Index: month})
	}
	if first == wire.NoLink {
		c.Closed.Month, c.Closed.MonthNext = month+1, 0
		return nil
	}
	after := min(first+monthRun, wire.NoLink)
	if len(workspaces) > 0 {
		after = min(after, workspaces[0])
	}
	c.Closed.MonthNext = after
	return c.months(month, first, after)
}

// firstOf returns the first link from a number on that has rollups in a month, or
// NoLink.
func (c *closing) firstOf(month, from uint32) (uint32, error) {
	link := uint32(wire.NoLink)
	day, after := wire.DaysOfMonth(month)
	for ; day < after; day++ {
		key, err := rollup.FirstKey(c.Tx, analytics.TableRollups, wire.PairKey(day, from), wire.PairKey(day, link))
		if err != nil {
			return 0, err
		}
		if key != nil {
			link = wire.Order.Uint32(key[4:])
		}
	}
	return link, nil
}

// months makes the sums of a month of the links from <= link < after. It reads the
// rollups day by day.
func (c *closing) months(month, from, after uint32) error {
	sums := make(map[uint32]*rollup.MonthSum)
	damaged := make(map[uint32]error)
	first, end := wire.DaysOfMonth(month)
	for day := first; day < end; day++ {
		for row, err := range c.Tx.Scan(analytics.TableRollups, wire.PairKey(day, from), wire.PairKey(day, after)) {
			if err != nil {
				return err
			}
			link := wire.Order.Uint32(row.Key[4:])
			if sums[link] == nil {
				sums[link] = new(rollup.MonthSum)
			}
			if err := addRow(sums[link], day-first, row.Value); err != nil {
				damaged[link] = wire.InRow(err, analytics.TableRollups, row.Key)
			}
		}
	}
	for link := from; link < after; link++ {
		if err := c.addMonthOf(wire.SumKey{Kind: wire.SumMonth, Number: link, Index: month}, sums[link], damaged[link]); err != nil {
			return err
		}
	}
	return nil
}

// addMonthOf puts the sum of a month, unless it is open. If a rollup is damaged, it
// marks the sum as open.
func (c *closing) addMonthOf(k wire.SumKey, sum *rollup.MonthSum, damage error) error {
	if sum == nil {
		return nil
	}
	open, err := rollup.IsOpen(c.Tx, k)
	switch {
	case err != nil || open:
		return err
	case damage != nil:
		c.keepOpen(k, damage)
	default:
		c.write(k, sum.Value())
	}
	return nil
}

// addRow adds a stored rollup of the nth day to a month, counted from 0.
func addRow(sum *rollup.MonthSum, n uint32, value []byte) error {
	payload, err := wire.Unseal(value)
	if err != nil {
		return err
	}
	var ru rollup.Rollup
	if err := ru.Read(payload); err != nil {
		return err
	}
	sum.Add(n, &ru, true)
	return nil
}
