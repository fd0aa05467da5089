package recorder

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// firstDay returns the first day with rollups that is from <= day < before.
func firstDay(tx analytics.Tx, from, before uint32) (day uint32, found bool, err error) {
	for day, err := range rollup.Days(tx, from, before) {
		return day, err == nil, err
	}
	return 0, false, nil
}

// days closes days that are over.
func (c *closing) days() error {
	for !c.full() {
		day, found, err := firstDay(c.Tx, c.Closed.Day, c.today)
		if err != nil {
			return err
		}
		if !found {
			break
		}
		c.more = true
		if err := c.day(day); err != nil {
			return err
		}
	}
	for link, total := range c.added {
		if total != nil {
			c.write(wire.SumKey{Kind: wire.SumAll, Number: link, Index: 0}, total.Value())
		}
	}
	return nil
}

// day closes a day or a part of it, in the order of the numbers of links and
// workspaces: it adds the day to the totals of links and makes the day's sums of
// workspaces.
func (c *closing) day(day uint32) error {
	if day > c.Closed.Day {
		c.Closed.Day, c.Closed.DayNext = day, 0
	}
	for _, workspace := range append(c.recorder.workspacesFrom(c.Closed.DayNext), wire.NoLink) {
		if err := c.totals(day, workspace); err != nil || c.full() {
			return err
		}
		if workspace == wire.NoLink {
			break
		}
		if err := c.add(wire.SumKey{Kind: wire.SumDay, Number: workspace, Index: day}, c.Make); err != nil {
			return err
		}
		c.Closed.DayNext = workspace + 1
	}
	c.Closed.Day, c.Closed.DayNext = day+1, 0
	return nil
}

// totals adds a day to the totals of the links before a number.
func (c *closing) totals(day, before uint32) error {
	for row, err := range c.Tx.Scan(analytics.TableRollups, wire.PairKey(day, c.Closed.DayNext), wire.PairKey(day, before)) {
		if err == nil {
			err = wire.InRow(wire.CheckKey(row.Key, 8), analytics.TableRollups, row.Key)
		}
		if err != nil || c.full() {
			return err
		}
		link := wire.Order.Uint32(row.Key[4:])
		if err := c.addTotal(link, row); err != nil {
			return err
		}
		c.Closed.DayNext = link + 1
	}
	return nil
}

// addTotal adds a rollup to the total of its link. The total of a link with a damaged
// rollup stays open.
func (c *closing) addTotal(link uint32, row analytics.Row) error {
	c.Work++
	total, err := c.total(link)
	if err != nil || total == nil {
		return err
	}
	requests, err := rollup.RequestsOf(row.Value)
	if err != nil {
		c.added[link] = nil
		c.keepOpen(wire.SumKey{Kind: wire.SumAll, Number: link, Index: 0}, wire.InRow(err, analytics.TableRollups, row.Key))
		return nil
	}
	total.Add(requests)
	return nil
}

// total returns the total of a link, to which days are added before it is written; nil if
// it is open.
func (c *closing) total(link uint32) (*rollup.TotalSum, error) {
	if total, known := c.added[link]; known {
		return total, nil
	}
	k := wire.SumKey{Kind: wire.SumAll, Number: link, Index: 0}
	open, err := rollup.IsOpen(c.Tx, k)
	if err != nil {
		return nil, err
	}
	c.added[link] = nil
	if open {
		return nil, nil
	}
	total := new(rollup.TotalSum)
	payload, err := wire.Get(c.Tx, analytics.TableSums, k.Bytes())
	if err == nil && payload != nil {
		err = wire.InRow(total.Read(payload), analytics.TableSums, k.Bytes())
	}
	if wire.IsDamage(err) {
		c.keepOpen(k, err)
		return nil, nil
	}
	if err == nil {
		c.added[link] = total
		c.size += rowSize
	}
	return total, err
}
