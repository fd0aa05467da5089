package tally

import (
	"context"
	"slices"
	"sync"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// logScan counts the clicks of links that pass a filter.
type logScan struct {
	tally  *Tally
	log    wire.LaneReader
	links  []uint32
	filter map[analytics.Dimension][]string
	tails  map[uint32][]clicklog.PendingGroup
	spans  []span // of the links
	size   int    // of all spans

	mu sync.Mutex // of the tally's days, which workers add visitors to
}

// FromLog counts the clicks of links that pass a filter. tails has the links' pending
// groups.
func (t *Tally) FromLog(ctx context.Context, log wire.LaneReader, links []uint32, tails map[uint32][]clicklog.PendingGroup, filter map[analytics.Dimension][]string) error {
	t.beginLane()
	l := &logScan{tally: t, log: log, links: links, filter: filter, tails: tails, spans: make([]span, len(links))}
	for i, link := range links {
		l.spans[i].link = link
		if tail := tails[link]; len(tail) > 0 {
			l.spans[i].grow(tail[0].Chunk.Block, tail[len(tail)-1].Chunk.Block)
		}
	}
	if err := l.find(ctx); err != nil {
		return err
	}
	if err := l.count(ctx); err != nil {
		return err
	}
	return t.endLane()
}

// find looks up in the rollups which blocks have clicks of the range.
func (l *logScan) find(ctx context.Context) error {
	s := rollupScan{links: l.links}
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
			l.found(link, max(first, l.tally.logBegin), last, len(payload))
		}
		return nil
	}
	return l.tally.eachDay(ctx, l.log, &s, func(analytics.Tx) error { return nil }, func(tx analytics.Tx, days []UtcDay) (int, error) {
		on = days[0]
		if !s.isAhead(on) {
			if err := s.readAhead(tx, days); err != nil {
				return 0, err
			}
		}
		return 1, s.day(tx, on.day)
	})
}

// found notes that a link's clicks of a day are in the blocks from first to last, and the
// size of their rollup. The ends of days are where the spans of few links can be cut. Many
// links would have too many of them.
func (l *logScan) found(link uint32, first, last uint64, size int) {
	i, _ := slices.BinarySearch(l.links, link)
	s := &l.spans[i]
	s.grow(first, last)
	s.size += size
	l.size += size
	if len(l.links) <= fewLinks {
		s.ends = append(s.ends, last)
	}
}
