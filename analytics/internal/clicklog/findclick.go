package clicklog

import (
	"context"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Find returns the click with an id, nil if the log has none up to the block Last. The
// reader must be of its own for the call: it reads the blocks that may have the id, and
// not the log.
func (l *LogReader) Find(ctx context.Context, log wire.LaneReader, id analytics.ClickID) (*LogClick, error) {
	var blocks []uint64
	err := log.View(ctx, func(tx analytics.Tx) error {
		blocks = blocks[:0]
		for block, err := range BlocksOfID(tx, id) {
			if err != nil {
				return err
			}
			blocks = append(blocks, block)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, block := range blocks {
		if found, err := l.findFrom(ctx, log, id, analytics.Place{Block: block}); err != nil || found != nil {
			return found, err
		}
	}
	if at := PlaceOf(id); id.Lane() == l.Lane && at.Block > 0 {
		return l.findFrom(ctx, log, id, at)
	}
	return nil, nil
}

// findFrom returns the click with an id in a block, from a place on.
func (l *LogReader) findFrom(ctx context.Context, log wire.LaneReader, id analytics.ClickID, at analytics.Place) (*LogClick, error) {
	if at.Block > l.Last {
		return nil, nil
	}
	in := NewLogReader(l.Lane, at, nil)
	in.Last, in.Unstored = at.Block, l.Unstored
	in.From = id.Time().UnixMilli()
	in.To = in.From + 1
	for more := true; more; {
		var page []LogClick
		var err error
		if page, more, err = in.Next(ctx, log); err != nil {
			return nil, err
		}
		for i := range page {
			if page[i].ID == id.String() {
				return &page[i], nil
			}
		}
	}
	return nil, nil
}
