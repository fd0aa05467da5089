package recorder

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// Clicks yields the recorded requests of a link, of every class, newest first. They
// are in the order in which they were recorded, which may differ a little from the
// order of their times. If the store has several lanes, this is the order within each,
// and the lanes are merged by time. Requests that come in meanwhile are left out. It ends
// after an error. The cost of the first clicks does not depend on how many there are.
func (r *Recorder) Clicks(ctx context.Context, link uint32) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) {
		if err := r.eachClick(ctx, link, yield); err != nil {
			yield(analytics.Click{}, fmt.Errorf("analytics: clicks of link %d: %w", link, err))
		}
	}
}

func (r *Recorder) eachClick(ctx context.Context, link uint32, yield func(analytics.Click, error) bool) error {
	lanes, err := r.lanesInOrder(ctx)
	if err != nil {
		return err
	}
	chains := make([]*laneChain, len(lanes))
	for i, lane := range lanes {
		chains[i] = newLaneChain(lane, link)
		defer chains[i].end()
	}
	for {
		for _, c := range chains {
			if err := c.read(ctx); err != nil {
				return r.inLane(c.lane, err)
			}
		}
		chains = slices.DeleteFunc(chains, (*laneChain).isEmpty)
		if len(chains) == 0 {
			return nil
		}
		newest := slices.MaxFunc(chains, func(a, b *laneChain) int { return a.page[0].Time.Compare(b.page[0].Time) })
		if !yield(newest.take(), nil) {
			return nil
		}
	}
}

// laneChain reads the clicks of a link in a lane, newest first.
type laneChain struct {
	lane  *lane
	link  uint32
	open  *openReader
	block uint64 // to read next, 0 at the end
	tail  []clicklog.PendingGroup
	page  []analytics.Click // read and not taken
}

// newLaneChain begins at the newest click. It must be ended.
func newLaneChain(l *lane, link uint32) *laneChain {
	c := &laneChain{lane: l, link: link, open: l.beginReading([]uint32{link})}
	c.block, c.tail = l.newest(link)
	return c
}

func (c *laneChain) end() { c.lane.endReading(c.open) }

func (c *laneChain) isEmpty() bool { return len(c.page) == 0 }

// take takes the newest click that is left.
func (c *laneChain) take() analytics.Click {
	click := c.page[0]
	c.page = c.page[1:]
	return click
}

// read reads some clicks, unless some are left. None are left behind an erasure.
func (c *laneChain) read(ctx context.Context) error {
	for len(c.page) == 0 && c.block != 0 {
		next := c.block
		err := c.lane.rows().View(ctx, func(tx analytics.Tx) (err error) {
			c.page, next, err = clicklog.ReadClicks(clicklog.NewLinkChain(tx, c.tail), c.lane.log.Lane, c.link, c.block)
			if err != nil && c.lane.hasErased(tx, c.open, c.link, c.block) {
				c.page, next, err = nil, 0, nil
			}
			return err
		})
		if err != nil {
			return err
		}
		c.block = next
		_, c.tail = c.lane.newest(c.link)
	}
	return nil
}

// newest returns the newest block of a link and its pending groups.
func (l *lane) newest(link uint32) (block uint64, tail []clicklog.PendingGroup) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.heads.Get(link), l.pending.Of(link)
}
