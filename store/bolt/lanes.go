package bolt

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"strconv"

	"go.etcd.io/bbolt"

	"github.com/linkpack/linkpack-go/analytics"
)

// view is a snapshot.
type view struct {
	store  *Store
	tx     *bbolt.Tx
	leased bool
}

// ViewClicks implements [analytics.Store].
func (s *Store) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return s.view(ctx, func(tx *bbolt.Tx) error { return fn(&view{s, tx, s.holder.Load() != nil}) })
}

// UpdateShared implements [analytics.Store].
func (s *Store) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	return s.update(ctx, func(tx *bbolt.Tx) error { return fn(&clicksTx{s.shared, tx}) })
}

// Ask implements [analytics.Store]: there is nobody else to ask.
func (s *Store) Ask(ctx context.Context, _ []analytics.Lane, _ analytics.Request) error {
	return s.view(ctx, func(*bbolt.Tx) error { return nil })
}

// Lanes implements [analytics.View].
func (v *view) Lanes() ([]analytics.LaneInfo, error) {
	lanes := []analytics.LaneInfo{{Epoch: epochOf(v.tx), Leased: v.leased}}
	c := v.tx.Cursor()
	prefix := []byte(bucketClicks)
	for name, _ := c.Seek(prefix); bytes.HasPrefix(name, prefix); name, _ = c.Next() {
		lane, ok := laneOf(name)
		known := slices.ContainsFunc(lanes, func(l analytics.LaneInfo) bool { return l.Lane == lane })
		if ok && !known {
			lanes = append(lanes, analytics.LaneInfo{Lane: lane})
		}
	}
	slices.SortFunc(lanes, func(a, b analytics.LaneInfo) int { return cmp.Compare(a.Lane, b.Lane) })
	return lanes, nil
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

// laneOf returns the lane above 0 that a bucket belongs to.
func laneOf(bucket []byte) (lane analytics.Lane, ok bool) {
	_, number, ok := bytes.Cut(bucket, []byte{'/'})
	n, err := strconv.ParseUint(string(number), 10, 16)
	if !ok || err != nil || n == 0 || n > uint64(analytics.MaxLane) {
		return 0, false
	}
	for _, name := range laneBuckets(analytics.Lane(n)) {
		if bytes.Equal(name, bucket) {
			return analytics.Lane(n), true
		}
	}
	return 0, false
}

// epochOf returns the epoch of the newest lease that wrote to lane 0.
func epochOf(tx *bbolt.Tx) uint64 {
	if value := tx.Bucket(bucketFormat).Get(keyEpoch); len(value) == 8 {
		return binary.BigEndian.Uint64(value)
	}
	return 0
}

// putEpoch stores an epoch.
func putEpoch(tx *bbolt.Tx, epoch uint64) error {
	return tx.Bucket(bucketFormat).Put(keyEpoch, binary.BigEndian.AppendUint64(nil, epoch))
}
