package recorder

import (
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
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

// dayTotal has the requests to a link on a day.
type dayTotal struct {
	link     uint32
	requests rollup.TotalSum
	damage   error // of the rollup
}

// totals adds a day to the totals of the links before a number. The total of a link with a
// damaged rollup stays open.
func (c *closing) totals(day, before uint32) error {
	added, err := c.dayTotals(day, before)
	if err != nil {
		return err
	}
	if err := c.readTotals(added); err != nil {
		return err
	}
	for i := range added {
		link := added[i].link
		switch total := c.added[link]; {
		case total == nil:
		case added[i].damage != nil:
			c.openTotal(link, added[i].damage)
		default:
			total.Join(&added[i].requests)
		}
	}
	return nil
}

// dayTotals returns the requests to the links before a number, until there is enough for one
// transaction.
func (c *closing) dayTotals(day, before uint32) (totals []dayTotal, err error) {
	for row, err := range c.Tx.Scan(analytics.TableRollups, wire.PairKey(day, c.Closed.DayNext), wire.PairKey(day, before)) {
		if err == nil {
			err = wire.InRow(wire.CheckKey(row.Key, 8), analytics.TableRollups, row.Key)
		}
		if err != nil || c.full() {
			return totals, err
		}
		t := dayTotal{link: wire.Order.Uint32(row.Key[4:])}
		t.damage = wire.InRow(t.requests.AddRollup(row.Value), analytics.TableRollups, row.Key)
		if _, known := c.added[t.link]; !known {
			c.size += rowSize
		}
		totals = append(totals, t)
		c.Work++
		c.Closed.DayNext = t.link + 1
	}
	return totals, nil
}

// openTotal leaves the total of a link open because of damage.
func (c *closing) openTotal(link uint32, damage error) {
	c.added[link] = nil
	c.keepOpen(wire.SumKey{Kind: wire.SumAll, Number: link, Index: 0}, damage)
}

// readTotals reads the totals to which requests of a day are added, unless they were read.
// Those that are open become nil.
func (c *closing) readTotals(added []dayTotal) error {
	var fresh []uint32
	for i := range added {
		if _, known := c.added[added[i].link]; !known {
			fresh = append(fresh, added[i].link)
		}
	}
	for part := range slices.Chunk(fresh, tally.TotalsPerView) {
		open, err := c.OpenTotals(part)
		if err != nil {
			return err
		}
		for i, link := range part {
			if c.added[link] = nil; !open[i] {
				c.added[link] = new(rollup.TotalSum)
			}
		}
		if err := c.readStored(part); err != nil {
			return err
		}
	}
	return nil
}

// readStored reads the stored totals of rising links that are not open.
func (c *closing) readStored(links []uint32) error {
	return c.StoredTotals(links, func(i int, value []byte) error {
		total := c.added[links[i]]
		if total == nil {
			return nil
		}
		err := total.ReadValue(value)
		if wire.IsDamage(err) {
			key := wire.SumKey{Kind: wire.SumAll, Number: links[i], Index: 0}.Bytes()
			c.openTotal(links[i], wire.InRow(err, analytics.TableSums, key))
			return nil
		}
		return err
	})
}
