package recorder

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// isAlone reports whether the store has no lanes of other recorders, and will have none.
func (r *Recorder) isAlone() bool { return r.mirrors.alone != nil }

// lanesInOrder is [Recorder.allLanes] in the order of the lanes' numbers.
func (r *Recorder) lanesInOrder(ctx context.Context) ([]*lane, error) {
	all, err := r.allLanes(ctx)
	if len(all) < 2 {
		return all, err
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b *lane) int { return cmp.Compare(a.log.Lane, b.log.Lane) })
	return all, err
}

// inLane names the lane of an error, if the store may have several.
func (r *Recorder) inLane(l *lane, err error) error {
	if err == nil || r.isAlone() {
		return err
	}
	return fmt.Errorf("lane %d: %w", l.log.Lane, err)
}

// rows returns a reader of the lane's rows as they are, whatever a mirror knows of them.
func (l *lane) rows() wire.LaneReader { return wire.LaneReader{Store: l.log.Store, Lane: l.log.Lane} }

// hasErased reports whether clicks of a link that a block lacks in a view may be missing
// because they were erased since a reader began. A mirror only knows that some were.
func (l *lane) hasErased(tx analytics.Tx, rd *openReader, link uint32, block uint64) bool {
	if l.log.Check != nil {
		return l.log.Check(tx) != nil
	}
	return l.wasErased(rd, link, block)
}
