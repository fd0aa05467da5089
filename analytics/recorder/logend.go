package recorder

import (
	"context"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
)

// LogEnd returns a cursor for the end of the log in all lanes. All clicks behind it are
// new. It reads the store if others may have lanes.
func (r *Recorder) LogEnd(ctx context.Context) (analytics.Cursor, error) {
	lanes, err := r.lanesInOrder(ctx)
	if err != nil {
		return analytics.Cursor{}, fmt.Errorf("analytics: end of the log: %w", err)
	}
	return endOf(lanes), nil
}

// endOf returns a cursor for the end of the log.
func endOf(lanes []*lane) (end analytics.Cursor) {
	for _, lane := range lanes {
		end = end.With(lane.log.Lane, lane.end())
	}
	return end
}

// end returns the end of the lane's log.
func (l *lane) end() analytics.Place {
	l.mu.Lock()
	defer l.mu.Unlock()
	return analytics.Place{Block: l.block + 1}
}
