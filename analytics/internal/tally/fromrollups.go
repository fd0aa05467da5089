package tally

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// rowsPerPage is the number of rollups that take about as long to read as the month of
// a page.
const rowsPerPage = 64

// FromRollups adds up the rollups and the pending groups (tails) of links. workspace
// is the one that all the links are in, or 0.
func (t *Tally) FromRollups(ctx context.Context, log wire.LaneReader, links []uint32, workspace uint32, tails map[uint32][]clicklog.PendingGroup) error {
	t.beginLane()
	var f rollup.Folder
	var day UtcDay
	folded := make(map[uint64]bool) // the days of links that something was pending of
	s := rollupScan{links: links}
	s.read = func(link uint32, payload []byte) error {
		if folded[wire.PairOf(day.day, link)] {
			return nil
		}
		return t.stored(&f, link, payload, day)
	}
	sums := SumReader{Tally: t, Links: links, Workspace: workspace}
	first := true
	begin := func(tx analytics.Tx) error {
		f.Tx = tx
		if err := sums.begin(tx); err != nil || !first {
			return err
		}
		first = false
		return t.pending(&f, tailsOf(tails), tails, folded)
	}
	each := func(d UtcDay) error {
		day = d
		if err := s.day(f.Tx, day.day); err != nil {
			return err
		}
		return t.endDay(day.day)
	}
	return t.eachDay(ctx, log, &s, begin, func(_ analytics.Tx, days []UtcDay) (int, error) {
		n, err := sums.read(days)
		if err != nil || n > 0 {
			s.rows += rowsPerPage * len(sums.pages)
			return n, err
		}
		if !s.isAhead(days[0]) {
			if err := s.readAhead(f.Tx, sums.without(days)); err != nil {
				return 0, err
			}
		}
		return 1, each(days[0])
	})
}

// pending adds the days of links that have pending clicks, each together with its
// rollup.
func (t *Tally) pending(f *rollup.Folder, links []uint32, tails map[uint32][]clicklog.PendingGroup, folded map[uint64]bool) error {
	days := t.calendar.UtcDays()
	marks, err := clicklog.LoadMarks(f.Tx)
	if err != nil || len(days) == 0 {
		return err
	}
	isPending := func(g *clicklog.PendingGroup) bool {
		return g.Chunk.Block > marks.Of(g.Link) && !t.erased.Void(g.Link, g.Chunk.Block)
	}
	ahead := 0
	for i, link := range links {
		if i == ahead {
			n, err := f.WantTails(links[i:], tails, isPending)
			if err != nil {
				return err
			}
			ahead += n
		}
		f.Begin(link)
		f.Tail = tails[link]
		for i := range f.Tail {
			if g := &f.Tail[i]; isPending(g) {
				if err := f.AddGroup(g); err != nil {
					return err
				}
			}
		}
		for _, ru := range f.Days {
			if ru.Day < days[0].day || ru.Day > days[len(days)-1].day {
				continue
			}
			folded[wire.PairOf(ru.Day, link)] = true
			t.late[ru.Day] = true
			if ru.Err != nil {
				return ru.Err
			}
			if err := t.day(f, ru, days[ru.Day-days[0].day]); err != nil {
				return err
			}
		}
	}
	return nil
}

// stored adds a stored rollup.
func (t *Tally) stored(f *rollup.Folder, link uint32, payload []byte, day UtcDay) error {
	done, err := t.row(payload, day)
	if done || err != nil {
		return err
	}
	f.Begin(link)
	f.Tail = nil // its plans are stored
	ru := f.Fresh(day.day)
	f.Days = append(f.Days, ru)
	if err := ru.Rollup.Read(payload); err != nil {
		return err
	}
	return t.day(f, ru, day)
}
