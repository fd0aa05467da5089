package analytics

import (
	"errors"
	"log/slog"
	"slices"
)

// folder adds groups of one link at a time to the rollups of their days. It
// keeps its memory from link to link.
type folder struct {
	tx   Tx
	link uint32
	days []*dayRollup   // in use: the days of the link's groups
	tail []pendingGroup // of the link, when it is read and not folded

	ahead  rowsAhead // rollups
	free   []*dayRollup
	order  []uint64
	runs   [][]uint64
	record record
	labels labels
	value  []byte

	work  int // done in this transaction
	limit int // above which a fold is interrupted
}

// clickWork is the work that a click is, in bytes of rollups.
const clickWork = 32

// dayRollup is a rollup and its day.
type dayRollup struct {
	rollup
	day uint32
	// err says that the stored rollup could not be read.
	err error
}

// byLink returns the indexes of groups, below 32 bits of link, one run for each
// link, in the order of the log.
func (f *folder) byLink(groups []pendingGroup) [][]uint64 {
	f.order = f.order[:0]
	runs := f.runs[:0]
	for i := range groups {
		f.order = append(f.order, uint64(groups[i].link)<<32|uint64(i))
	}
	slices.Sort(f.order)
	for start, i := 0, 1; i <= len(f.order); i++ {
		if i == len(f.order) || f.order[i]>>32 != f.order[start]>>32 {
			runs = append(runs, f.order[start:i])
			start = i
		}
	}
	f.runs = runs
	return runs
}

// add adds the groups of a run, which are of one link, to their days' rollups,
// those of the blocks above after and up to target.
func (f *folder) add(groups []pendingGroup, run []uint64, after, target uint64) error {
	f.begin(uint32(run[0] >> 32))
	for _, index := range run {
		if g := &groups[uint32(index)]; after < g.chunk.block && g.chunk.block <= target {
			if err := f.addGroup(g); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin forgets the days of the link before.
func (f *folder) begin(link uint32) {
	f.link = link
	f.free = append(f.free, f.days...)
	f.days = f.days[:0]
}

// addGroup adds one group.
func (f *folder) addGroup(g *pendingGroup) error {
	f.work += clickWork * int(g.count)
	records := g.records()
	for records.next(&f.record) {
		day, err := f.on(dayOf(f.record.time))
		if err != nil {
			return err
		}
		if day.err != nil {
			continue
		}
		if f.record.class == Human {
			if err := f.labels.fill(&f.record, g.chunk, g.plan); err != nil {
				return err
			}
		}
		day.err = inRow(day.add(&f.record, &f.labels, g.chunk.block), TableRollups, pairKey(day.day, f.link))
	}
	return records.end()
}

// on returns the link's rollup of a day, reading it when it is first used.
func (f *folder) on(day uint32) (*dayRollup, error) {
	if ru := f.find(day); ru != nil {
		return ru, nil
	}
	ru, err := f.read(day)
	if err == nil {
		f.days = append(f.days, ru)
	}
	return ru, err
}

// find returns the rollup of a day that is in use, or nil.
func (f *folder) find(day uint32) *dayRollup {
	for i := len(f.days) - 1; i >= 0; i-- {
		if f.days[i].day == day {
			return f.days[i]
		}
	}
	return nil
}

// read reads the link's rollup of a day.
func (f *folder) read(day uint32) (*dayRollup, error) {
	ru := f.fresh(day)
	payload, err := f.ahead.payload(f.tx, TableRollups, pairOf(day, f.link))
	if err == nil && payload != nil {
		if err = ru.rollup.read(payload); err != nil {
			err = inRow(err, TableRollups, pairKey(day, f.link))
		}
	}
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrFormat) {
		ru.err, err = err, nil
	}
	return ru, err
}

// fresh returns an empty rollup for a day.
func (f *folder) fresh(day uint32) *dayRollup {
	ru := new(dayRollup)
	if last := len(f.free) - 1; last >= 0 {
		ru, f.free = f.free[last], f.free[:last]
		ru.reset()
	}
	ru.day, ru.err = day, nil
	return ru
}

// put stores the rollups of the link. One that cannot be read stays as it is,
// so that it is reported whenever it is asked for until it is rebuilt from the
// log; it does not keep others from being folded.
func (f *folder) put(logger *slog.Logger) error {
	slices.SortFunc(f.days, func(a, b *dayRollup) int { return int(a.day) - int(b.day) })
	for _, ru := range f.days {
		if ru.err != nil {
			logger.Error("analytics: a rollup is damaged and does not count what is new", slog.Any("error", ru.err))
			continue
		}
		value, err := ru.rollup.append(newValue(f.value))
		if err != nil {
			return err
		}
		f.value = value
		f.work += len(value)
		if err := f.tx.Put(TableRollups, pairKey(ru.day, f.link), seal(value)); err != nil {
			return err
		}
	}
	return nil
}
