package analytics

import (
	"context"
	"slices"
)

// clicksPerPage is the number of clicks after which a transaction is left, so
// that counting holds none open for long.
const clicksPerPage = 8192

// logScan counts the clicks of links that a filter lets pass.
type logScan struct {
	tally  *tally
	filter map[Dimension][]string
	tails  map[uint32][]pendingGroup
	spans  []span

	record record
	labels labels
}

// span bounds the blocks with a link's clicks of the range.
type span struct {
	link uint32
	// first and last are 0 when there are none.
	first, last uint64
}

// grow makes the span hold blocks.
func (s *span) grow(first, last uint64) {
	if s.last == 0 {
		s.first = first
	}
	s.first, s.last = min(s.first, first), max(s.last, last)
}

// fromLog counts the clicks of links that a filter lets pass.
func (t *tally) fromLog(ctx context.Context, log laneReader, links []uint32, tails map[uint32][]pendingGroup, filter map[Dimension][]string) error {
	l := logScan{tally: t, filter: filter, tails: tails, spans: make([]span, len(links))}
	for i, link := range links {
		l.spans[i].link = link
		if tail := tails[link]; len(tail) > 0 {
			l.spans[i].grow(tail[0].chunk.block, tail[len(tail)-1].chunk.block)
		}
	}
	if err := l.find(ctx, log, links); err != nil {
		return err
	}
	for len(l.spans) > 0 {
		err := log.view(ctx, func(tx Tx) error {
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

// find looks up in the rollups where the clicks of the range are.
func (l *logScan) find(ctx context.Context, log laneReader, links []uint32) error {
	s := scan{links: links}
	var on utcDay
	s.read = func(link uint32, payload []byte) error {
		r := reader{data: payload}
		first := r.uvarint()
		last := first + r.uvarint()
		if r.failed {
			return r.end()
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
	return l.tally.eachDay(ctx, log, &s, func(Tx) error { return nil }, func(tx Tx, days []utcDay) (int, error) {
		on = days[0]
		if err := s.readAhead(tx, days); err != nil {
			return 0, err
		}
		return 1, s.day(tx, on.day)
	})
}

// page counts some clicks, the newest of each link first, and takes them out of
// the spans.
func (l *logScan) page(tx Tx) error {
	walk := newChain(tx, nil)
	for left := clicksPerPage; left > 0 && len(l.spans) > 0; {
		s := &l.spans[0]
		if s.last == 0 || s.last < s.first {
			l.spans = l.spans[1:]
			continue
		}
		for _, g := range l.tails[s.link] {
			walk.plans.know(g.plan)
		}
		var err error
		if left, err = l.blocks(walk, s, left); err != nil {
			return err
		}
	}
	return nil
}

// blocks counts clicks of one link, block by block, and returns how many may
// follow in the same transaction.
func (l *logScan) blocks(walk *chain, s *span, left int) (int, error) {
	if l.tally.erased.void(s.link, s.last) {
		s.last = 0
	}
	for left > 0 && s.last >= s.first && s.last != 0 {
		groups, back, err := walk.groups(s.link, s.last)
		if err != nil {
			return 0, err
		}
		for i := range groups {
			if err := l.count(&groups[i]); err != nil {
				return 0, err
			}
			left -= int(groups[i].count)
		}
		if len(groups) == 0 { // removed since it was found
			gone, err := loadRemoved(walk.tx)
			if err != nil {
				return 0, err
			}
			_, to := l.tally.calendar.bounds()
			l.tally.miss(dayOf(max(min(gone.latest, to-1), 0)))
		}
		if back == 0 {
			back = s.last
		}
		s.last -= back
	}
	return left, nil
}

// count counts the clicks of a group.
func (l *logScan) count(g *chainGroup) error {
	t := l.tally
	from, to := t.calendar.bounds()
	records := g.chunk.records(g.start, g.end)
	for rec := &l.record; records.next(rec); {
		if rec.time < from || rec.time >= to {
			continue
		}
		if err := l.labels.fill(rec, g.chunk, g.plan); err != nil {
			return err
		}
		if !l.passes() {
			continue
		}
		t.requests(t.calendar.find(rec.time), rec.time, rec.class, 1)
		if rec.class == Human {
			t.countLabels(&l.labels)
			t.visitor(dayOf(rec.time), rec.visitor, l.labels.variants)
		}
	}
	return records.end()
}

// passes reports whether the filter lets the labels pass.
func (l *logScan) passes() bool {
	for d, wanted := range l.filter {
		value := l.labels.values[d]
		if value == "" {
			value = emptyLabel(d)
		}
		if !slices.Contains(wanted, value) {
			return false
		}
	}
	return true
}
