package recorder

import (
	"context"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// Clicks yields the recorded requests of a link, of every class, newest first. They
// are in the order in which they were recorded, which may differ a little from the
// order of their times. Requests that come in meanwhile are left out. It ends after
// an error. The cost of the first clicks does not depend on how many there are.
func (r *Recorder) Clicks(ctx context.Context, link uint32) iter.Seq2[analytics.Click, error] {
	return func(yield func(analytics.Click, error) bool) {
		rd := r.beginReading([]uint32{link})
		defer r.endReading(rd)
		block, tail := r.newest(link)
		for block != 0 {
			var page []analytics.Click
			next := block
			err := r.log.View(ctx, func(tx analytics.Tx) (err error) {
				page, next, err = clicklog.ReadClicks(clicklog.NewLinkChain(tx, tail), r.log.Lane, link, block)
				return err
			})
			if err != nil && r.wasErased(rd, link, block) {
				return
			}
			if err != nil {
				yield(analytics.Click{}, fmt.Errorf("analytics: clicks of link %d: %w", link, err))
				return
			}
			for _, click := range page {
				if !yield(click, nil) {
					return
				}
			}
			block = next
			_, tail = r.newest(link)
		}
	}
}

// newest returns the newest block of a link and its pending groups.
func (l *lane) newest(link uint32) (block uint64, tail []clicklog.PendingGroup) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.heads.Get(link), l.pending.Of(link)
}
