package bolt

import (
	"context"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/transfer"
)

// Put implements [transfer.Rows].
func (c copies) Put(ctx context.Context, mark []byte, t transfer.Table, rows []transfer.Row) error {
	return c.update(ctx, func(tx *tx) error {
		put, err := tx.putting(t)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := put(r); err != nil {
				return err
			}
		}
		return tx.table(bucketFormat).put(keyCopy, mark)
	})
}

// putting returns a function that puts a row of a table.
func (t *tx) putting(to transfer.Table) (func(transfer.Row) error, error) {
	switch {
	case to.Clicks:
		return putAll(t.clicksTable(to), to)
	case to.Name == transfer.Lanes:
		return t.putLane, nil
	case to.Name == transfer.Counters:
		return t.putCounter, nil
	case to.Name == string(bucketFormat):
		return nil, fmt.Errorf("bolt: no table %s", to)
	}
	return putAll(t.table([]byte(to.Name)), to)
}

// putAll returns a function that puts a row, of which the keys come in order.
func putAll(t table, name transfer.Table) (func(transfer.Row) error, error) {
	if t.bucket == nil {
		return nil, fmt.Errorf("bolt: no table %s", name)
	}
	t.bucket.FillPercent = 0.9 // leave a little space for changes
	return func(r transfer.Row) error { return t.put(r.Key, r.Value) }, nil
}

// putLane makes a lane.
func (t *tx) putLane(r transfer.Row) error {
	lane, epoch, err := transfer.LaneOf(r)
	if err != nil {
		return err
	}
	for _, name := range laneBuckets(lane) {
		if _, err := t.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	return t.setCounter(epochKey(lane), epoch)
}

// putCounter sets a counter.
func (t *tx) putCounter(r transfer.Row) error {
	n, err := transfer.NumberOf(r)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{transfer.LastChange, transfer.LastNumber}, string(r.Key)) {
		return fmt.Errorf("bolt: no counter %.40q", r.Key)
	}
	return t.setCounter(r.Key, n)
}

// tableName returns the name that package analytics has for a table of clicks.
func tableName(t transfer.Table) analytics.Table { return analytics.Table(t.Name) }
