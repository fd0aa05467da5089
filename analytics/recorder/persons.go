package recorder

import (
	"context"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
)

// Persons returns the persons whose tracked clicks of a link are in the log, rising,
// after a person (0 for the first) and at most limit; see [analytics.Hit.Person]. The
// cost is that of the persons, however often they clicked.
func (r *Recorder) Persons(ctx context.Context, link uint32, after uint64, limit int) (persons []uint64, err error) {
	err = r.viewLanes(ctx, func(tx analytics.Tx) error {
		more, err := clicklog.PersonsOf(tx, link, after, limit)
		if len(persons) == 0 {
			persons = more
			return err
		}
		persons = append(persons, more...)
		slices.Sort(persons)
		persons = slices.Compact(persons)
		persons = persons[:min(len(persons), limit)]
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("analytics: persons of link %d: %w", link, err)
	}
	return persons, nil
}
