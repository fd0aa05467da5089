package analytics

// nextMonth returns the month to close: one that is over, and has rollups, all of
// whose days are closed.
func (c *closing) nextMonth() (month uint32, found bool, err error) {
	from, _ := daysOfMonth(c.closed.month)
	if c.closed.month == 0 {
		from = 0
	}
	day, found, err := firstDay(c.tx, from, c.today)
	if err != nil || !found || monthOf(day) >= monthOf(c.today) {
		return 0, false, err
	}
	return monthOf(day), true, nil
}

// monthRun is the number of neighbours whose months are added up together.
const monthRun = 256

// month closes a month, or a part of it.
func (c *closing) month(month uint32) error {
	if month > c.closed.month {
		c.closed.month, c.closed.monthNext = month, 0
	}
	first, err := c.firstOf(month, c.closed.monthNext)
	if err != nil {
		return err
	}
	workspaces := c.recorder.workspacesFrom(c.closed.monthNext)
	if len(workspaces) > 0 && workspaces[0] <= first {
		c.closed.monthNext = workspaces[0] + 1
		return c.add(sumKey{sumMonth, workspaces[0], month})
	}
	if first == noLink {
		c.closed.month, c.closed.monthNext = month+1, 0
		return nil
	}
	after := min(first+monthRun, noLink)
	if len(workspaces) > 0 {
		after = min(after, workspaces[0])
	}
	c.closed.monthNext = after
	return c.months(month, first, after)
}

// firstOf returns the first link from a number on that has rollups in a month, or
// noLink.
func (c *closing) firstOf(month, from uint32) (uint32, error) {
	link := uint32(noLink)
	day, after := daysOfMonth(month)
	for ; day < after; day++ {
		key, err := firstKey(c.tx, TableRollups, pairKey(day, from), pairKey(day, link))
		if err != nil {
			return 0, err
		}
		if key != nil {
			link = order.Uint32(key[4:])
		}
	}
	return link, nil
}

// months adds up the months of links, day by day.
func (c *closing) months(month, from, after uint32) error {
	sums := make(map[uint32]*monthSum)
	damaged := make(map[uint32]error)
	first, end := daysOfMonth(month)
	for day := first; day < end; day++ {
		for row, err := range c.tx.Scan(TableRollups, pairKey(day, from), pairKey(day, after)) {
			if err != nil {
				return err
			}
			link := order.Uint32(row.Key[4:])
			if sums[link] == nil {
				sums[link] = new(monthSum)
			}
			if err := addRow(sums[link], day-first, row.Value); err != nil {
				damaged[link] = inRow(err, TableRollups, row.Key)
			}
		}
	}
	for link := from; link < after; link++ {
		if err := c.addMonthOf(sumKey{sumMonth, link, month}, sums[link], damaged[link]); err != nil {
			return err
		}
	}
	return nil
}

// addMonthOf has the sum of a month written.
func (c *closing) addMonthOf(k sumKey, sum *monthSum, damage error) error {
	if sum == nil {
		return nil
	}
	open, err := isOpen(c.tx, k)
	switch {
	case err != nil || open:
		return err
	case damage != nil:
		c.keepOpen(k, damage)
	default:
		c.write(k, sum.value())
	}
	return nil
}

// addRow adds a stored rollup to a month.
func addRow(sum *monthSum, n uint32, value []byte) error {
	payload, err := unseal(value)
	if err != nil {
		return err
	}
	var ru rollup
	if err := ru.read(payload); err != nil {
		return err
	}
	sum.add(n, &ru, true)
	return nil
}
