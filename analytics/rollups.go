package analytics

import "context"

// fromRollups adds up the rollups of links, and what is pending of them. workspace
// is the one that the links are all of, or 0.
func (t *tally) fromRollups(ctx context.Context, log laneReader, links []uint32, workspace uint32, tails map[uint32][]pendingGroup) error {
	var f folder
	var day utcDay
	folded := make(map[uint64]bool) // the days of links that something was pending of
	s := scan{links: links}
	s.read = func(link uint32, payload []byte) error {
		if folded[pairOf(day.day, link)] {
			return nil
		}
		return t.stored(&f, link, payload, day)
	}
	sums := sumReader{tally: t, number: workspace, isWorkspace: workspace != 0}
	if workspace == 0 && len(links) == 1 {
		sums.number = links[0]
	}
	first := true
	begin := func(tx Tx) error {
		f.tx = tx
		if err := sums.begin(tx); err != nil || !first {
			return err
		}
		first = false
		return t.pending(&f, tailsOf(tails), tails, folded)
	}
	each := func(d utcDay) error {
		day = d
		if err := s.day(f.tx, day.day); err != nil {
			return err
		}
		return t.close(day.day)
	}
	return t.eachDay(ctx, log, &s, begin, func(_ Tx, days []utcDay) (int, error) {
		n, err := sums.read(days, each)
		if err != nil || n > 0 {
			return n, err
		}
		if err := s.readAhead(f.tx, sums.without(days)); err != nil {
			return 0, err
		}
		return 1, each(days[0])
	})
}

// pending adds the days of links that something is pending of, each together
// with its rollup.
func (t *tally) pending(f *folder, links []uint32, tails map[uint32][]pendingGroup, folded map[uint64]bool) error {
	days := t.calendar.utcDays()
	marks, err := loadMarks(f.tx)
	if err != nil || len(days) == 0 {
		return err
	}
	isPending := func(g *pendingGroup) bool {
		return g.chunk.block > marks.of(g.link) && !t.erased.void(g.link, g.chunk.block)
	}
	ahead := 0
	for i, link := range links {
		if i == ahead {
			n, err := f.wantTails(links[i:], tails, isPending)
			if err != nil {
				return err
			}
			ahead += n
		}
		f.begin(link)
		f.tail = tails[link]
		for i := range f.tail {
			if g := &f.tail[i]; isPending(g) {
				if err := f.addGroup(g); err != nil {
					return err
				}
			}
		}
		for _, ru := range f.days {
			if ru.day < days[0].day || ru.day > days[len(days)-1].day {
				continue
			}
			folded[pairOf(ru.day, link)] = true
			t.late[ru.day] = true
			if ru.err != nil {
				return ru.err
			}
			if err := t.day(f, ru, days[ru.day-days[0].day]); err != nil {
				return err
			}
		}
	}
	return nil
}

// stored adds a stored rollup.
func (t *tally) stored(f *folder, link uint32, payload []byte, day utcDay) error {
	done, err := t.row(payload, day)
	if done || err != nil {
		return err
	}
	f.begin(link)
	f.tail = nil // its plans are stored
	ru := f.fresh(day.day)
	f.days = append(f.days, ru)
	if err := ru.rollup.read(payload); err != nil {
		return err
	}
	return t.day(f, ru, day)
}
