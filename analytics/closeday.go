package analytics

// firstDay returns the first day from one on and before another that has rollups.
func firstDay(tx Tx, from, before uint32) (day uint32, found bool, err error) {
	for day, err := range rollupDays(tx, from, before) {
		return day, err == nil, err
	}
	return 0, false, nil
}

// day closes a day, or a part of it: in the order of their numbers, links have it
// added to their totals, and workspaces get its sum.
func (c *closing) day(day uint32) error {
	if day > c.closed.day {
		c.closed.day, c.closed.dayNext = day, 0
	}
	for _, workspace := range append(c.recorder.workspacesFrom(c.closed.dayNext), noLink) {
		if err := c.totals(day, workspace); err != nil || c.work > closeWork {
			return err
		}
		if workspace == noLink {
			break
		}
		if err := c.add(sumKey{sumDay, workspace, day}); err != nil {
			return err
		}
		c.closed.dayNext = workspace + 1
	}
	c.closed.day, c.closed.dayNext = day+1, 0
	return nil
}

// totals adds a day to the sums of the links up to a number.
func (c *closing) totals(day, before uint32) error {
	for row, err := range c.tx.Scan(TableRollups, pairKey(day, c.closed.dayNext), pairKey(day, before)) {
		if err == nil {
			err = inRow(checkKey(row.Key, 8), TableRollups, row.Key)
		}
		if err != nil || c.work > closeWork {
			return err
		}
		link := order.Uint32(row.Key[4:])
		if err := c.addTotal(link, row); err != nil {
			return err
		}
		c.closed.dayNext = link + 1
	}
	return nil
}

// addTotal adds a rollup to the sum of all days of its link.
func (c *closing) addTotal(link uint32, row Row) error {
	c.work++
	k := sumKey{sumAll, link, 0}
	if open, err := isOpen(c.tx, k); err != nil || open {
		return err
	}
	var total totalSum
	payload, err := get(c.tx, TableSums, k.bytes())
	if err == nil && payload != nil {
		err = inRow(total.read(payload), TableSums, k.bytes())
	}
	if err == nil {
		var requests cells
		if requests, err = requestsOf(row.Value); err == nil {
			total.add(requests)
		}
		err = inRow(err, TableRollups, row.Key)
	}
	if isDamage(err) {
		c.keepOpen(k, err)
		return nil
	}
	c.write(k, total.value())
	return err
}

// requestsOf reads the requests of a stored rollup.
func requestsOf(value []byte) (cells, error) {
	payload, err := unseal(value)
	if err != nil {
		return nil, err
	}
	r := reader{data: payload}
	_, _ = r.uvarint(), r.uvarint() // the blocks
	requests := readCells(&r, nil, uint64(NumClasses)*quartersPerDay)
	return requests, r.whole()
}
