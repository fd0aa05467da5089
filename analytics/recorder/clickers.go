package recorder

import (
	"context"
	"fmt"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// ClickedBy returns which of some persons have a click on a link in the log, in the
// order of persons; see [analytics.Hit.Person]. Clicks that are not on disk yet do not
// count. It reads one row for each person.
func (r *Recorder) ClickedBy(ctx context.Context, link uint32, persons []uint64) (clicked []bool, err error) {
	if len(persons) == 0 {
		return nil, nil
	}
	err = r.log.View(ctx, func(tx analytics.Tx) error {
		gone, err := clicklog.LoadRemoved(tx)
		if err != nil {
			return err
		}
		clicked = make([]bool, len(persons))
		for i, person := range persons {
			prefix := wire.LinkPersonPrefix(link, person)
			for _, err := range tx.Scan(analytics.TablePersons, wire.LinkPersonKey(link, person, gone.Block+1), wire.AfterPrefix(prefix)) {
				if err != nil {
					return err
				}
				clicked[i] = true
				break
			}
		}
		return nil
	})
	return clicked, err
}

// HaveClicks returns which of some persons have a tracked click in the log, in the order
// of persons; see [analytics.Hit.Person]. Clicks that are not on disk yet do not count.
// It reads one row for each person.
func (r *Recorder) HaveClicks(ctx context.Context, persons []uint64) (have []bool, err error) {
	err = r.log.View(ctx, func(tx analytics.Tx) error {
		gone, err := clicklog.LoadRemoved(tx)
		if err != nil {
			return err
		}
		have = make([]bool, len(persons))
		for i, person := range persons {
			for block, err := range clicklog.BlocksOfPerson(tx, person, math.MaxUint64) { // newest first
				if err != nil {
					return err
				}
				have[i] = block > gone.Block
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("analytics: clicks of persons: %w", err)
	}
	return have, nil
}
