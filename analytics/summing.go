package analytics

import "math/bits"

// summer makes sums from the rollups, in one view of the store.
type summer struct {
	tx      Tx
	closed  closed
	members func(workspace uint32) []uint32 // the links of a workspace
	work    int                             // rows that were read
	days    []uint32                        // that are closed, when they are known
	fresh   bool                            // from the rollups of links alone
	stop    func() error                    // returns why nobody waits for it any more
}

// rollup reads a link's rollup of a day; nil when there is none.
func (s *summer) rollup(day, link uint32) (*rollup, error) {
	s.work++
	key := pairKey(day, link)
	return readRollup(s.tx, TableRollups, key)
}

// readRollup reads a rollup from a table; nil when there is none.
func readRollup(tx Tx, table Table, key []byte) (*rollup, error) {
	payload, err := get(tx, table, key)
	if err != nil || payload == nil {
		return nil, err
	}
	ru := &rollup{shorten: table == TableSums}
	return ru, inRow(ru.read(payload), table, key)
}

// make makes a sum; nil when it has nothing.
func (s *summer) make(k sumKey) ([]byte, error) {
	switch k.kind {
	case sumDay:
		ru, err := s.addDay(k.number, k.index)
		if err != nil || ru.first == 0 {
			return nil, err
		}
		return ru.value()
	case sumMonth:
		return s.month(k.number, k.index)
	}
	total, err := s.total(k.number)
	if err != nil {
		return nil, err
	}
	return total.value(), nil
}

// addDay adds up the links of a workspace on a day.
func (s *summer) addDay(workspace, day uint32) (*rollup, error) {
	all := &rollup{shorten: true}
	sc := scan{links: s.members(workspace)}
	sc.read = func(_ uint32, payload []byte) error {
		if err := s.stop(); err != nil {
			return err
		}
		ru := new(rollup)
		if err := ru.read(payload); err != nil {
			return err
		}
		return all.join(ru)
	}
	err := sc.day(s.tx, day)
	s.work += sc.rows + 1
	return all, err
}

// day returns the rollup of a link or a workspace on a day; nil when it has none.
func (s *summer) day(number, day uint32, isWorkspace bool) (*rollup, error) {
	if !isWorkspace {
		return s.rollup(day, number)
	}
	ru, summed, err := s.summedDay(sumKey{sumDay, number, day})
	if err != nil || summed {
		return ru, err
	}
	if ru, err = s.addDay(number, day); err != nil || ru.first == 0 {
		return nil, err
	}
	return ru, nil
}

// summedDay returns a workspace's day if there is a sum of it, or nothing to add up.
func (s *summer) summedDay(k sumKey) (ru *rollup, summed bool, err error) {
	if s.fresh || !s.closed.hasDay(k.number, k.index) {
		return nil, false, nil
	}
	s.work += 16
	if ru, err = readRollup(s.tx, TableSums, k.bytes()); err != nil || ru != nil {
		return ru, true, err
	}
	open, err := isOpen(s.tx, k)
	return nil, !open, err
}

// month adds up the days of a month.
func (s *summer) month(number, month uint32) ([]byte, error) {
	isWorkspace := len(s.members(number)) > 0
	var sum monthSum
	first, after := daysOfMonth(month)
	for day := first; day < after; day++ {
		if err := s.stop(); err != nil {
			return nil, err
		}
		ru, err := s.day(number, day, isWorkspace)
		if err != nil {
			return nil, err
		}
		if ru != nil {
			sum.add(day-first, ru, !isWorkspace)
		}
	}
	return sum.value(), nil
}

// total adds up all days of a link that are closed: the months that have a sum,
// and the days of the others.
func (s *summer) total(link uint32) (total totalSum, err error) {
	if s.days == nil {
		if s.days, err = daysUpTo(s.tx, s.closed.day+1); err != nil {
			return total, err
		}
	}
	month, summed := uint32(0), false
	for _, day := range s.days {
		if m := monthOf(day); m != month {
			month = m
			if summed, err = s.addMonth(&total, sumKey{sumMonth, link, month}); err != nil {
				return total, err
			}
		}
		if summed || !s.closed.hasDay(link, day) {
			continue
		}
		ru, err := s.rollup(day, link)
		if err != nil {
			return total, err
		}
		if ru != nil {
			total.add(ru.classes)
		}
	}
	return total, nil
}

// addMonth adds a month's requests; false when there is no sum that has them, or
// it has days that are not closed.
func (s *summer) addMonth(total *totalSum, k sumKey) (bool, error) {
	_, after := daysOfMonth(k.index)
	if s.fresh || !s.closed.hasDay(k.number, after-1) {
		return false, nil
	}
	payload, err := get(s.tx, TableSums, k.bytes())
	if err != nil || payload == nil {
		return false, err
	}
	r := reader{data: payload}
	days := monthDays(&r)
	if r.left() == 0 {
		return false, inRow(r.whole(), TableSums, k.bytes())
	}
	var requests cells
	for range bits.OnesCount32(days) {
		requests = readCells(&r, requests[:0], uint64(NumClasses)*quartersPerDay)
		total.add(requests)
	}
	return true, inRow(r.whole(), TableSums, k.bytes())
}
