package recorder

import (
	"cmp"
	"context"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// foldUpTo folds all clicks up to a block, so that none of them is held in memory.
func (r *Recorder) foldUpTo(ctx context.Context, block uint64) error {
	for slice := range clicklog.NumSlices {
		for r.isPending(slice, block) {
			err := r.between(ctx, func(ctx context.Context) error { return r.commit(ctx, nil, slice, false) })
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// isPending reports whether a slice has pending clicks up to a block.
func (r *Recorder) isPending(slice int, block uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.pending.Slices[slice], func(g clicklog.PendingGroup) bool { return g.Chunk.Block <= block })
}

// blank blanks the clicks of visitors in the log and in the indexes. For each day and
// link whose visitors change, it stores that they have to be counted again. It leaves out
// rows that are damaged, and returns the damage at the end.
func (r *Recorder) blank(ctx context.Context, v *clicklog.VisitorErasure) error {
	var blocks []uint64
	var damage error
	damaged := func(err error) { damage = err }
	err := r.log.View(ctx, func(tx analytics.Tx) (err error) {
		blocks, err = v.Blocks(tx)
		return err
	})
	for err == nil && len(blocks) > 0 {
		var keys [][]byte
		n := 0
		err = r.log.View(ctx, func(tx analytics.Tx) (err error) {
			for n < len(blocks) && len(keys) < clicklog.RemoveRows && err == nil {
				keys, err = v.Find(tx, blocks[n], keys, damaged)
				n++
			}
			return err
		})
		for part := range slices.Chunk(keys, clicklog.RemoveRows) {
			if err == nil {
				err = r.update(ctx, func(tx analytics.Tx) error { return overwriteVisitors(tx, v, part, damaged) })
			}
		}
		blocks = blocks[n:]
	}
	return cmp.Or(err, damage)
}

func overwriteVisitors(tx analytics.Tx, v *clicklog.VisitorErasure, keys [][]byte, damaged func(error)) error {
	days := make(map[uint64]struct{})
	err := v.Overwrite(tx, keys, func(day, link uint32) { days[wire.PairOf(day, link)] = struct{}{} }, damaged)
	if err != nil {
		return err
	}
	for pair := range days {
		if err := tx.Put(analytics.TableMeta, wire.RecountKey(pair), wire.Seal(wire.NewValue(nil))); err != nil {
			return err
		}
	}
	return nil
}
