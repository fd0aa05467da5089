package recorder

import (
	"context"
	"fmt"
	"iter"
	"math"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// ClickedBy returns which of some persons have a click on a link in the log, in the
// order of persons; see [analytics.Hit.Person]. Clicks that are not on disk yet do not
// count. It reads one row for each person and lane.
func (r *Recorder) ClickedBy(ctx context.Context, link uint32, persons []uint64) (clicked []bool, err error) {
	if len(persons) == 0 {
		return nil, nil
	}
	clicked = make([]bool, len(persons))
	err = r.viewLanes(ctx, func(tx analytics.Tx) error {
		gone, err := clicklog.LoadRemoved(tx)
		if err != nil {
			return err
		}
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
	if err != nil {
		return nil, err
	}
	return clicked, nil
}

// HaveClicks returns which of some persons have a tracked click in the log, in the order
// of persons; see [analytics.Hit.Person]. Clicks that are not on disk yet do not count.
// It reads one row for each person and lane.
func (r *Recorder) HaveClicks(ctx context.Context, persons []uint64) (have []bool, err error) {
	have = make([]bool, len(persons))
	err = r.viewLanes(ctx, func(tx analytics.Tx) error {
		gone, err := clicklog.LoadRemoved(tx)
		if err != nil {
			return err
		}
		for i, person := range persons {
			for block, err := range clicklog.BlocksOfPerson(tx, person, math.MaxUint64) { // newest first
				if err != nil {
					return err
				}
				have[i] = have[i] || block > gone.Block
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

// HaveEvents returns which of some IDs of tracked clicks may have the click, or a conversion
// of it, in the log, in the order of ids: conversions can stay longer than their click. It
// looks only into the indexes, by which clicks of the same 128 ms are one, so an ID can
// count for the click of another. Events that are not on disk yet do not count. It reads a
// few rows for each ID and lane.
func (r *Recorder) HaveEvents(ctx context.Context, ids []string) (have []bool, err error) {
	have = make([]bool, len(ids))
	err = r.viewLanes(ctx, func(tx analytics.Tx) error {
		gone, err := clicklog.LoadRemoved(tx)
		if err != nil {
			return err
		}
		for i, text := range ids {
			has, err := hasEvents(tx, text, gone.Block)
			if err != nil {
				return err
			}
			have[i] = have[i] || has
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("analytics: events of clicks: %w", err)
	}
	return have, nil
}

// hasEvents reports whether a block after the block gone may have a click or conversions of
// it. A text that is not the ID of a click has none.
func hasEvents(tx analytics.Tx, text string, gone uint64) (bool, error) {
	id, err := analytics.ParseClickID(text)
	if err != nil {
		return false, nil
	}
	for _, blocks := range []iter.Seq2[uint64, error]{clicklog.BlocksOfID(tx, id), clicklog.BlocksOfConversions(tx, id)} {
		for block, err := range blocks {
			if err != nil || block > gone {
				return err == nil, err
			}
		}
	}
	return false, nil
}
