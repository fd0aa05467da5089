package packed

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
)

// Store is a store that shows packed rows as rows of their tables.
type Store struct {
	analytics.Store // the rows as they are stored
}

// ViewClicks implements [analytics.Store].
func (s Store) ViewClicks(ctx context.Context, fn func(analytics.View) error) error {
	return s.Store.ViewClicks(ctx, func(v analytics.View) error { return fn(view{v}) })
}

// view is a view of a Store.
type view struct{ analytics.View }

// Lane implements [analytics.View].
func (v view) Lane(lane analytics.Lane) analytics.Tx { return &Tx{Tx: v.View.Lane(lane)} }

// Lease is a lease of a lane of a Store.
type Lease struct {
	analytics.Lease // the rows as they are stored
}

// UpdateClicks implements [analytics.Lease].
func (l Lease) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	return l.Lease.UpdateClicks(ctx, func(stored analytics.Tx) error {
		tx := &Tx{Tx: stored}
		if err := fn(tx); err != nil {
			return err
		}
		return tx.finish()
	})
}

// finish writes the packs of which rows were removed.
func (t *Tx) finish() error {
	if t.changed == 0 {
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(t.packs)) {
		if p := t.packs[key]; p.changed {
			if err := t.rewrite(p); err != nil {
				return err
			}
		}
	}
	return nil
}

// rewrite stores a pack that was changed. One without rows is removed.
func (t *Tx) rewrite(p *pack) error {
	if len(p.keys) == 0 {
		return t.Tx.Delete(analytics.TablePacks, p.key)
	}
	row := newPacker(p.table, packSize).encode(p.rows())
	if !bytes.Equal(row.Key, p.key) {
		if err := t.Tx.Delete(analytics.TablePacks, p.key); err != nil {
			return err
		}
	}
	return t.Tx.Put(analytics.TablePacks, row.Key, row.Value)
}
