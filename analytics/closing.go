package analytics

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"slices"
)

const (
	// closeWork is about the number of rows that are read for the sums of one
	// transaction.
	closeWork = 1000
	// closeTries is how often sums are made beside the folds. When these have
	// changed rollups that were read, it is done between them.
	closeTries = 3
)

// closing is what one transaction does to make sums.
type closing struct {
	summer
	recorder *Recorder
	today    uint32
	rows     []tableRow // to put
	made     [][]byte   // open sums that are made
	more     bool       // something may be left to do
	busy     bool       // open sums are left open, because they would not stay made
}

// closeDays makes the sums of what is over or was changed, as far as there is
// something to make. busy leaves what was changed for later.
func (r *Recorder) closeDays(ctx context.Context, busy bool) error {
	for more := true; more; {
		err := r.upkeep(ctx, func() (err error) {
			more, err = r.closePart(ctx, busy)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// closePart makes some sums, and returns whether there are others. The rollups
// are read in a view, while clicks are written; if one of them was changed until
// the sums are written, it begins again.
func (r *Recorder) closePart(ctx context.Context, busy bool) (more bool, err error) {
	today := dayOf(max(r.opts.Clock().UnixMilli(), 0))
	for try := 0; ; try++ {
		seen, err := r.watch(ctx, today)
		if err != nil {
			return false, err
		}
		c := &closing{recorder: r, today: today, busy: busy}
		if try < closeTries {
			if err := r.log.view(ctx, c.run); err != nil || !c.more {
				return false, err
			}
		}
		done := false
		err = r.between(ctx, func(ctx context.Context) error {
			if done = try == closeTries || r.touched == seen; !done {
				return nil
			}
			clear(r.opened) // some will be made
			return r.lease.UpdateClicks(ctx, func(tx Tx) error {
				if try == closeTries {
					if err := c.run(tx); err != nil {
						return err
					}
				}
				return c.put(tx)
			})
		})
		if err != nil || done {
			return c.more, err
		}
	}
}

// watch has changes of rollups before a day counted, and returns how many there
// were.
func (r *Recorder) watch(ctx context.Context, before uint32) (seen uint64, err error) {
	err = r.between(ctx, func(context.Context) error {
		seen, r.horizon = r.touched, before
		return nil
	})
	return seen, err
}

// put writes what was made.
func (c *closing) put(tx Tx) error {
	for _, row := range c.rows {
		if err := tx.Put(row.Table, row.Key, row.Value); err != nil {
			return err
		}
	}
	if err := deleteRows(tx, TableMeta, c.made); err != nil {
		return err
	}
	return c.closed.put(tx)
}

// run makes the next sums: of a day that is over, of a month all of whose days
// are closed, or those that are open because rollups were changed.
func (c *closing) run(tx Tx) (err error) {
	*c = closing{recorder: c.recorder, today: c.today, busy: c.busy, summer: summer{tx: tx, members: c.recorder.membersOf}}
	if c.closed, err = loadClosed(tx); err != nil {
		return err
	}
	day, found, err := firstDay(tx, c.closed.day, c.today)
	if err != nil {
		return err
	}
	if found {
		c.more = true
		return c.day(day)
	}
	if month, found, err := c.nextMonth(); err != nil || found {
		c.more = true
		return errors.Join(err, c.month(month))
	}
	return c.open()
}

// firstDay returns the first day from one on and before another that has rollups.
func firstDay(tx Tx, from, before uint32) (day uint32, found bool, err error) {
	for day, err := range rollupDays(tx, from, before) {
		return day, err == nil, err
	}
	return 0, false, nil
}

// add makes a sum. What cannot be read stays open, and whoever asks for it reads
// the rollups and is told.
func (c *closing) add(k sumKey) error {
	open, err := isOpen(c.tx, k)
	if err != nil || open {
		return err
	}
	value, err := c.make(k)
	if isDamage(err) {
		c.keepOpen(k, err)
		return nil
	}
	c.put1(k, value)
	return err
}

// keepOpen leaves word that a sum is to be made.
func (c *closing) keepOpen(k sumKey, err error) {
	c.recorder.opts.Logger.Error("analytics: a rollup is damaged and cannot be added up", slog.Any("error", err))
	c.rows = append(c.rows, tableRow{TableMeta, Row{Key: k.openKey(), Value: seal(newValue(nil))}})
}

// put1 has a sum written, if it has something.
func (c *closing) put1(k sumKey, value []byte) {
	if value != nil {
		c.work += len(value) >> 7
		c.rows = append(c.rows, tableRow{TableSums, Row{Key: k.bytes(), Value: value}})
	}
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
	c.put1(k, total.value())
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
		c.put1(k, sum.value())
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
	return sum.add(n, &ru, true)
}

// open makes sums that are open, days before months and these before totals.
func (c *closing) open() error {
	keys, err := c.openKeys()
	if err != nil {
		return err
	}
	for _, key := range keys {
		k, err := openSumOf(key)
		if err != nil {
			return err
		}
		if k.kind != sumKind(keys[0][len(metaOpen)]) || c.work > closeWork {
			return nil
		}
		value, err := c.make(k)
		if isDamage(err) {
			c.recorder.opts.Logger.Error("analytics: a rollup is damaged and cannot be added up", slog.Any("error", err))
			continue
		}
		if err != nil {
			return err
		}
		c.put1(k, value)
		c.made, c.more = append(c.made, key), true
	}
	return nil
}

// openKeys returns the keys of the first sums that are open.
func (c *closing) openKeys() (keys [][]byte, err error) {
	if c.busy {
		return nil, nil
	}
	for row, err := range c.tx.Scan(TableMeta, []byte(metaOpen), sumKey{math.MaxUint8, 0, 0}.openKey()) {
		if err != nil {
			return nil, err
		}
		if keys = append(keys, slices.Clone(row.Key)); len(keys) == closeWork {
			break
		}
	}
	return keys, nil
}

// membersOf returns the links of a workspace.
func (r *Recorder) membersOf(workspace uint32) []uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heads.members.of(workspace)
}

// workspacesFrom returns the workspaces from a number on.
func (r *Recorder) workspacesFrom(number uint32) []uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.heads.members.workspacesFrom(number)
}
