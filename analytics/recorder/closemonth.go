package recorder

import (
	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/tally"
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

// months closes months that are over, page by page.
func (c *closing) months() error {
	for !c.full() {
		month, found, err := c.nextMonth()
		if err != nil || !found {
			return err
		}
		c.more = true
		if err := c.month(month); err != nil {
			return err
		}
	}
	return nil
}

const (
	// monthPages is the most pages of a month that are closed at once.
	monthPages = 128
	// monthWorkspaces is the number of workspaces after which no further page of a month
	// is closed at once.
	monthWorkspaces = 100
)

// month closes the next pages of a month: their links, then the workspaces whose numbers
// are in the pages.
func (c *closing) month(month uint32) error {
	if month > c.Closed.Month {
		c.Closed.Month, c.Closed.MonthNext = month, 0
	}
	first, err := c.firstOf(month, c.Closed.MonthNext)
	if err != nil {
		return err
	}
	workspaces := c.recorder.workspacesFrom(c.Closed.MonthNext)
	if len(workspaces) > 0 {
		first = min(first, workspaces[0])
	}
	if first == wire.NoLink {
		c.Closed.Month, c.Closed.MonthNext = month+1, 0
		return nil
	}
	if err := c.pages(month, wire.PageOf(first), c.lastPage(first, workspaces)); err != nil {
		return err
	}
	for _, workspace := range workspaces {
		if workspace >= c.Closed.MonthNext {
			break
		}
		if err := c.add(wire.SumKey{Kind: wire.SumMonth, Number: workspace, Index: month}, c.Make); err != nil {
			return err
		}
	}
	return nil
}

// firstOf returns the first link from a number on that has rollups in a month, or
// NoLink.
func (c *closing) firstOf(month, from uint32) (uint32, error) {
	link := uint32(wire.NoLink)
	day, after := wire.DaysOfMonth(month)
	for ; day < after; day++ {
		key, err := wire.FirstKey(c.Tx, analytics.TableRollups, wire.PairKey(day, from), wire.PairKey(day, link))
		if err != nil {
			return 0, err
		}
		if key != nil {
			link = wire.Order.Uint32(key[4:])
		}
	}
	return link, nil
}

// lastPage returns the last page of a month to close at once with the page of a number,
// which no workspace to come is before.
func (c *closing) lastPage(number uint32, workspaces []uint32) uint32 {
	last := min(wire.PageOf(number)+uint32(monthPages/c.share)-1, wire.PageOf(wire.NoLink-1))
	if most := monthWorkspaces / c.share; len(workspaces) > most {
		last = min(last, wire.PageOf(workspaces[most]))
	}
	return last
}

// pages makes the sums of a month of the pages from one to another.
func (c *closing) pages(month, page, last uint32) error {
	first, _ := wire.LinksOfPage(page)
	_, after := wire.LinksOfPage(last)
	months, err := c.Months(month, first, after, tally.MonthBytes/c.share)
	if err != nil {
		return err
	}
	c.Closed.MonthNext = months.After
	for page, sums := range months.Pages {
		if err := c.page(month, page, sums); err != nil {
			return err
		}
	}
	return nil
}

// page has the sums of a month of a page and its links written.
func (c *closing) page(month, page uint32, sums *tally.PageMonth) error {
	keys := []wire.SumKey{{Kind: wire.SumPage, Number: page}, {Kind: wire.SumPageVisitors, Number: page}}
	for link := range sums.Sums {
		keys = append(keys, wire.SumKey{Kind: wire.SumMonth, Number: link})
	}
	for _, k := range keys {
		k.Index = month
		if err := c.add(k, sums.Value); err != nil {
			return err
		}
	}
	return nil
}
