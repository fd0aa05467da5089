package rollup

import (
	"errors"
	"log/slog"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Folder adds groups of clicks to the rollups of their days, one link at a time. It
// uses its memory again for the next link.
type Folder struct {
	Tx   analytics.Tx            // reads and stores rollups
	Link uint32                  // the current link
	Days []*DayRollup            // rollups of the current link
	Tail []clicklog.PendingGroup // the link's pending groups, if they are only read

	Ahead  wire.RowsAhead // rollups that are read together
	free   []*DayRollup
	order  []uint64
	runs   [][]uint64
	Record clicklog.Record // the current click
	Labels ClickValues     // the values of Record
	value  []byte

	Work  int // done in this transaction, in bytes
	Limit int // of Work, above which a fold is interrupted
}

// clickWork is the work of adding a click, in bytes of written rollups.
const clickWork = 32

// DayRollup is a rollup with its day.
type DayRollup struct {
	Rollup
	Day uint32 // UTC day
	// Err is set if the stored rollup is damaged.
	Err error
}

// ByLink sorts groups by link. It returns a run for each link: the indexes of the
// link's groups in the order of the log, each with the link in the upper 32 bits.
func (f *Folder) ByLink(groups []clicklog.PendingGroup) [][]uint64 {
	f.order = f.order[:0]
	runs := f.runs[:0]
	for i := range groups {
		f.order = append(f.order, uint64(groups[i].Link)<<32|uint64(i))
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

// Add adds groups of a run to the rollups of their days: those of the blocks after
// the block after and up to target.
func (f *Folder) Add(groups []clicklog.PendingGroup, run []uint64, after, target uint64) error {
	f.Begin(uint32(run[0] >> 32))
	for _, index := range run {
		if g := &groups[uint32(index)]; after < g.Chunk.Block && g.Chunk.Block <= target {
			if err := f.AddGroup(g); err != nil {
				return err
			}
		}
	}
	return nil
}

// Begin begins the next link.
func (f *Folder) Begin(link uint32) {
	f.Link = link
	f.free = append(f.free, f.Days...)
	f.Days = f.Days[:0]
}

// AddGroup adds a group of the current link.
func (f *Folder) AddGroup(g *clicklog.PendingGroup) error {
	f.Work += clickWork * int(g.Count)
	records := g.Records()
	for records.Next(&f.Record) {
		day, err := f.on(wire.DayOf(f.Record.Time))
		if err != nil {
			return err
		}
		if day.Err != nil {
			continue
		}
		if HasValues(f.Record.Class) {
			if err := f.Labels.Fill(&f.Record, g.Chunk, g.Plan); err != nil {
				return err
			}
		}
		day.Err = wire.InRow(day.Add(&f.Record, &f.Labels, g.Chunk.Block), analytics.TableRollups, wire.PairKey(day.Day, f.Link))
	}
	return records.End()
}

// on returns the link's rollup of a day. It reads the rollup when it is first used.
func (f *Folder) on(day uint32) (*DayRollup, error) {
	if ru := f.find(day); ru != nil {
		return ru, nil
	}
	ru, err := f.read(day)
	if err == nil {
		f.Days = append(f.Days, ru)
	}
	return ru, err
}

// find returns the rollup of a day if it is in use, or nil.
func (f *Folder) find(day uint32) *DayRollup {
	for i := len(f.Days) - 1; i >= 0; i-- {
		if f.Days[i].Day == day {
			return f.Days[i]
		}
	}
	return nil
}

// read reads the link's stored rollup of a day.
func (f *Folder) read(day uint32) (*DayRollup, error) {
	ru := f.Fresh(day)
	payload, err := f.Ahead.Payload(f.Tx, analytics.TableRollups, wire.PairOf(day, f.Link))
	if err == nil && payload != nil {
		if err = ru.Rollup.Read(payload); err != nil {
			err = wire.InRow(err, analytics.TableRollups, wire.PairKey(day, f.Link))
		}
	}
	if errors.Is(err, analytics.ErrDamaged) || errors.Is(err, analytics.ErrFormat) {
		ru.Err, err = err, nil
	}
	return ru, err
}

// Fresh returns an empty rollup for a day.
func (f *Folder) Fresh(day uint32) *DayRollup {
	ru := new(DayRollup)
	if last := len(f.free) - 1; last >= 0 {
		ru, f.free = f.free[last], f.free[:last]
		ru.reset()
	}
	ru.Day, ru.Err = day, nil
	return ru
}

// Put stores the rollups of the link. A damaged rollup is not overwritten, so that
// queries report the damage until it is rebuilt from the log. The others are stored.
func (f *Folder) Put(logger *slog.Logger) error {
	slices.SortFunc(f.Days, func(a, b *DayRollup) int { return int(a.Day) - int(b.Day) })
	for _, ru := range f.Days {
		if ru.Err != nil {
			logger.Error("analytics: a damaged rollup cannot count new clicks", slog.Any("error", ru.Err))
			continue
		}
		value, err := ru.Rollup.Append(wire.NewValue(f.value))
		if err != nil {
			return err
		}
		f.value = value
		f.Work += len(value)
		if err := f.Tx.Put(analytics.TableRollups, wire.PairKey(ru.Day, f.Link), wire.Seal(value)); err != nil {
			return err
		}
	}
	return nil
}
