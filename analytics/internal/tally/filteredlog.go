package tally

import (
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// clicksPerPage is the number of clicks to count in one transaction, so that none
// is open for long.
const clicksPerPage = 8192

// logScan counts the clicks of links that pass a filter.
type logScan struct {
	tally  *Tally
	filter map[analytics.Dimension][]string
	tails  map[uint32][]clicklog.PendingGroup
	spans  []span

	record clicklog.Record
	labels rollup.ClickValues
}

// span is the range of blocks with a link's clicks.
type span struct {
	link uint32
	// first and last are 0 if there are none.
	first, last uint64
}

// grow extends the span by a range of blocks.
func (s *span) grow(first, last uint64) {
	if s.last == 0 {
		s.first = first
	}
	s.first, s.last = min(s.first, first), max(s.last, last)
}

// FromLog counts the clicks of links that pass a filter. tails has the links' pending
// groups.
func (t *Tally) FromLog(ctx context.Context, log wire.LaneReader, links []uint32, tails map[uint32][]clicklog.PendingGroup, filter map[analytics.Dimension][]string) error {
	l := logScan{tally: t, filter: filter, tails: tails, spans: make([]span, len(links))}
	for i, link := range links {
		l.spans[i].link = link
		if tail := tails[link]; len(tail) > 0 {
			l.spans[i].grow(tail[0].Chunk.Block, tail[len(tail)-1].Chunk.Block)
		}
	}
	if err := l.find(ctx, log, links); err != nil {
		return err
	}
	for len(l.spans) > 0 {
		err := log.View(ctx, func(tx analytics.Tx) error {
			if err := t.look(tx, links); err != nil {
				return err
			}
			return l.page(tx)
		})
		if err != nil {
			return err
		}
	}
	for day := range t.days {
		if err := t.close(day); err != nil {
			return err
		}
	}
	return nil
}

// find looks up in the rollups which blocks have clicks of the range.
func (l *logScan) find(ctx context.Context, log wire.LaneReader, links []uint32) error {
	s := rollupScan{links: links}
	var on UtcDay
	s.read = func(link uint32, payload []byte) error {
		r := wire.Reader{Data: payload}
		first := r.Uvarint()
		last := first + r.Uvarint()
		if r.Failed {
			return r.End()
		}
		if first < l.tally.logBegin {
			l.tally.miss(on.day)
		}
		if last >= l.tally.logBegin {
			i, _ := slices.BinarySearch(links, link)
			l.spans[i].grow(max(first, l.tally.logBegin), last)
		}
		return nil
	}
	return l.tally.eachDay(ctx, log, &s, func(analytics.Tx) error { return nil }, func(tx analytics.Tx, days []UtcDay) (int, error) {
		on = days[0]
		if !s.isAhead(on) {
			if err := s.readAhead(tx, days); err != nil {
				return 0, err
			}
		}
		return 1, s.day(tx, on.day)
	})
}

// page counts some clicks, newest first, and removes their blocks from the spans.
func (l *logScan) page(tx analytics.Tx) error {
	walk := clicklog.NewLinkChain(tx, nil)
	for left := clicksPerPage; left > 0 && len(l.spans) > 0; {
		s := &l.spans[0]
		if s.last == 0 || s.last < s.first {
			l.spans = l.spans[1:]
			continue
		}
		for _, g := range l.tails[s.link] {
			walk.Plans.Know(g.Plan)
		}
		var err error
		if left, err = l.blocks(walk, s, left); err != nil {
			return err
		}
	}
	return nil
}

// blocks counts up to left clicks of one link, in whole blocks. It returns how many
// more may be counted in the same transaction.
func (l *logScan) blocks(walk *clicklog.LinkChain, s *span, left int) (int, error) {
	if l.tally.erased.Void(s.link, s.last) {
		s.last = 0
	}
	for left > 0 && s.last >= s.first && s.last != 0 {
		groups, back, err := walk.Groups(s.link, s.last)
		if err != nil {
			return 0, err
		}
		for i := range groups {
			if err := l.count(&groups[i]); err != nil {
				return 0, err
			}
			left -= int(groups[i].Count)
		}
		if len(groups) == 0 { // removed after find
			gone, err := clicklog.LoadRemoved(walk.Tx)
			if err != nil {
				return 0, err
			}
			_, to := l.tally.calendar.bounds()
			l.tally.miss(wire.DayOf(max(min(gone.Latest, to-1), 0)))
		}
		if back == 0 {
			back = s.last
		}
		s.last -= back
	}
	return left, nil
}

// count counts those clicks of a group that pass the filter.
func (l *logScan) count(g *clicklog.ChainGroup) error {
	t := l.tally
	from, to := t.calendar.bounds()
	records := g.Chunk.Records(g.Start, g.End)
	for rec := &l.record; records.Next(rec); {
		if rec.Time < from || rec.Time >= to {
			continue
		}
		if err := l.labels.Fill(rec, g.Chunk, g.Plan); err != nil {
			return err
		}
		if !l.passes() {
			continue
		}
		if rec.Class == analytics.Conversion {
			t.conversion(rec.Time, &l.labels)
			continue
		}
		t.requests(t.calendar.find(rec.Time), rec.Time, rec.Class, 1)
		if rec.Class == analytics.Human {
			t.countLabels(&l.labels)
			t.visitor(wire.DayOf(rec.Time), rec.Visitor, l.labels.Variants)
		}
	}
	return records.End()
}

// passes reports whether a click with the current labels passes the filter.
func (l *logScan) passes() bool {
	for d, wanted := range l.filter {
		value := l.labels.Values[d]
		if value == "" {
			value = clicklog.EmptyLabel(d)
		}
		if !slices.Contains(wanted, value) {
			return false
		}
	}
	return true
}
