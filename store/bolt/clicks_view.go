package bolt

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/analytics"
)

// view is a snapshot of all lanes.
type view struct {
	store  *store
	tx     *tx
	leased bool // somebody has lane 0
}

// ViewClicks implements [analytics.Store].
func (s *store) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	if err := s.publish(ctx); err != nil {
		return err
	}
	return s.view(ctx, func(tx *tx) error {
		return tx.call(func() error { return fn(&view{s, tx, s.holder.Load() != nil}) })
	})
}

// Lanes implements [analytics.View].
func (v *view) Lanes() (lanes []analytics.LaneInfo, err error) {
	lanes = []analytics.LaneInfo{{Leased: v.leased}}
	c, prefix := cursor{c: v.tx.Cursor()}, []byte(bucketClicks)
	c.do(func(c *bbolt.Cursor) ([]byte, []byte) { return c.Seek(prefix) })
	for ; bytes.HasPrefix(c.key, prefix); c.do((*bbolt.Cursor).Next) {
		name := c.key
		if lane, ok := laneOf(string(name)); ok {
			lanes = append(lanes, analytics.LaneInfo{Lane: lane})
		}
	}
	if c.err != nil {
		return nil, c.err
	}
	slices.SortFunc(lanes, func(a, b analytics.LaneInfo) int { return cmp.Compare(a.Lane, b.Lane) })
	lanes = slices.CompactFunc(lanes, func(a, b analytics.LaneInfo) bool { return a.Lane == b.Lane })
	for i := range lanes {
		if lanes[i].Epoch, _, err = v.tx.counter(epochKey(lanes[i].Lane)); err != nil {
			return nil, err
		}
	}
	return lanes, nil
}

// epochKey returns the key of the epoch of a lane.
func epochKey(lane analytics.Lane) []byte {
	if lane == 0 {
		return keyEpoch
	}
	return fmt.Appendf(nil, "%s/%d", keyEpoch, lane)
}

// Lane implements [analytics.View].
func (v *view) Lane(lane analytics.Lane) analytics.Tx {
	if lane == 0 {
		return &clicksTx{v.store.tables, v.tx}
	}
	return &clicksTx{laneBuckets(lane), v.tx}
}

// Shared implements [analytics.View].
func (v *view) Shared() analytics.Tx { return &clicksTx{v.store.shared, v.tx} }

// laneBuckets returns the names of the buckets of a lane.
func laneBuckets(lane analytics.Lane) map[analytics.Table][]byte {
	names := make(map[analytics.Table][]byte)
	for _, table := range analytics.Tables() {
		names[table] = tableBucket(table)
		if lane != 0 {
			names[table] = strconv.AppendUint(append(names[table], '/'), uint64(lane), 10)
		}
	}
	return names
}

// laneOf returns the lane above 0 that a bucket belongs to, by its name.
func laneOf(bucket string) (lane analytics.Lane, ok bool) {
	table, number, _ := strings.Cut(strings.TrimPrefix(bucket, bucketClicks), "/")
	n, err := strconv.ParseUint(number, 10, 16)
	if err != nil || n == 0 || n > uint64(analytics.MaxLane) || number != strconv.FormatUint(n, 10) {
		return 0, false
	}
	return analytics.Lane(n), slices.Contains(analytics.Tables(), analytics.Table(table))
}
