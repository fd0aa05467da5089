package recorder

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/recount"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// EraseVisitors blanks what identifies visitors in their clicks and conversions that
// were recorded before the call: address, User-Agent, hash, ID, person, form responses
// and properties. ids are those of tracked clicks, and persons those of
// [analytics.Hit.Person]. Conversions of the clicks are blanked, too. All figures stay
// as they are, but unique visitors can become more: a blanked click gets another hash,
// and other clicks with the same hash keep it, which are those that are not named and come
// from the same visitor, or from another with the same address and User-Agent. Then they
// count as two visitors. Blanked clicks get IDs as clicks have that are not tracked.
// Meanwhile [Recorder.Convert] does not know the clicks.
//
// EraseVisitors finds the clicks by indexes and counts the days of their links again,
// whose unique visitors are counted from the hashes. A day of which retention has
// removed clicks cannot be counted again; its figures keep a part of the hash, whose key
// is gone. If ctx ends early, the next upkeep does the rest, or the next recorder of the
// store. What [Recorder.EraseClicks] says of data that stays applies here, too.
func (r *Recorder) EraseVisitors(ctx context.Context, ids []string, persons []uint64) error {
	parts, err := r.visitorErasures(ids, persons)
	if err == nil {
		r.erasing.begin(parts)
		defer r.erasing.end(parts)
		err = r.Flush(ctx)
	}
	if err == nil && len(parts) > 0 {
		err = r.upkeep(ctx, func() error {
			if err := r.between(ctx, func(ctx context.Context) error { return r.beginBlanking(ctx, parts) }); err != nil {
				return err
			}
			damage, err := r.finishBlanking(ctx)
			return cmp.Or(err, damage)
		})
	}
	if err != nil {
		return fmt.Errorf("analytics: erasing visitors: %w", err)
	}
	return nil
}

// blankPart is the number of ids and persons in one row.
const blankPart = 1000

// visitorErasures returns the erasures of ids and persons, in parts with one secret.
func (r *Recorder) visitorErasures(ids []string, persons []uint64) (parts []*clicklog.VisitorErasure, err error) {
	var secret [32]byte
	if _, err := io.ReadFull(r.opts.Random, secret[:]); err != nil {
		return nil, err
	}
	part := func() *clicklog.VisitorErasure {
		n := len(parts) - 1
		if n < 0 || len(parts[n].IDs)+len(parts[n].Persons) == blankPart {
			parts = append(parts, &clicklog.VisitorErasure{Secret: secret, IDs: make(map[analytics.ClickID]struct{}), Persons: make(map[uint64]struct{})})
			n++
		}
		return parts[n]
	}
	for _, text := range ids {
		id, err := analytics.ParseClickID(text)
		if err != nil {
			return nil, &routing.FieldError{Field: "IDs", Reason: fmt.Sprintf("hold %.40q, which is not the ID of a click", text)}
		}
		part().IDs[id] = struct{}{}
	}
	for _, person := range persons {
		part().Persons[person] = struct{}{}
	}
	return parts, nil
}

// beginBlanking stores what is to be blanked. It runs on the recorder's goroutine.
func (r *Recorder) beginBlanking(ctx context.Context, parts []*clicklog.VisitorErasure) error {
	return r.lease.UpdateClicks(ctx, func(tx analytics.Tx) error {
		for i, v := range parts {
			v.Block = r.block
			if err := v.Put(tx, uint32(i)); err != nil {
				return err
			}
		}
		return nil
	})
}

// finishBlanking blanks the clicks of visitors, counts the days concerned again, and
// then ends the erasures. An erasure that meets damage does not end.
func (r *Recorder) finishBlanking(ctx context.Context) (damage, err error) {
	var all map[string]*clicklog.VisitorErasure
	err = r.log.View(ctx, func(tx analytics.Tx) (err error) {
		all, err = clicklog.LoadVisitorErasures(tx, func(_ []byte, damage error) {
			r.opts.Logger.Error("analytics: visitors are not erased", "error", damage)
		})
		return err
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var done [][]byte
	for _, key := range slices.Sorted(maps.Keys(all)) {
		err := r.foldUpTo(ctx, all[key].Block)
		if err == nil {
			err = r.blank(ctx, all[key])
		}
		switch {
		case wire.IsDamage(err):
			damage = err
		case err != nil:
			return damage, err
		default:
			done = append(done, []byte(key))
		}
	}
	if err := r.recountDays(ctx); err != nil {
		return damage, err
	}
	return damage, r.update(ctx, func(tx analytics.Tx) error { return deleteRows(tx, analytics.TableMeta, done) })
}

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
	err := r.log.View(ctx, func(tx analytics.Tx) (err error) {
		blocks, err = v.Blocks(tx)
		return err
	})
	for err == nil && len(blocks) > 0 {
		var keys [][]byte
		n := 0
		err = r.log.View(ctx, func(tx analytics.Tx) (err error) {
			for n < len(blocks) && len(keys) < clicklog.RemoveRows && err == nil {
				keys, err = v.Find(tx, blocks[n], keys)
				n++
			}
			return err
		})
		for part := range slices.Chunk(keys, clicklog.RemoveRows) {
			if err == nil {
				err = r.update(ctx, func(tx analytics.Tx) error { return overwriteVisitors(tx, v, part, &damage) })
			}
		}
		blocks = blocks[n:]
	}
	return cmp.Or(err, damage)
}

func overwriteVisitors(tx analytics.Tx, v *clicklog.VisitorErasure, keys [][]byte, damage *error) error {
	days := make(map[uint64]struct{})
	err := v.Overwrite(tx, keys, func(day, link uint32) { days[wire.PairOf(day, link)] = struct{}{} }, func(err error) { *damage = err })
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

// recountPart is the number of days of links that are counted again at a time.
const recountPart = 32

// recountDays counts the days of links again whose visitors have changed.
func (r *Recorder) recountDays(ctx context.Context) error {
	for more := true; more; {
		err := r.keepFromFolding(ctx)
		if err == nil {
			more, err = r.recountSome(ctx)
			r.letFold()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// recountSome counts some days again. Nothing must be folded meanwhile. more reports
// whether others may be left.
func (r *Recorder) recountSome(ctx context.Context) (more bool, err error) {
	var done [][]byte
	var mends []recount.Mend
	err = r.log.View(ctx, func(tx analytics.Tx) error {
		prefix := []byte(wire.MetaRecount)
		for row, err := range tx.Scan(analytics.TableMeta, prefix, wire.AfterPrefix(prefix)) {
			if err != nil || len(done) == recountPart {
				return err
			}
			done = append(done, slices.Clone(row.Key))
			mend, err := r.recountOf(tx, row.Key[len(prefix):])
			if err != nil {
				return err
			}
			if mend.Key != nil {
				mends = append(mends, mend)
			}
		}
		return nil
	})
	if err != nil || len(done) == 0 {
		return false, err
	}
	return true, r.update(ctx, func(tx analytics.Tx) error {
		if err := r.putMends(tx, mends); err != nil {
			return err
		}
		return deleteRows(tx, analytics.TableMeta, done)
	})
}

// recountOf returns the right value of a rollup; no Key if it stays. A rollup whose
// clicks are damaged stays, too: it knows more than the log.
func (r *Recorder) recountOf(tx analytics.Tx, key []byte) (recount.Mend, error) {
	if wire.CheckKey(key, 8) != nil {
		return recount.Mend{}, nil
	}
	stored, right, err := rollup.RecountDay(tx, wire.Order.Uint32(key[4:]), wire.Order.Uint32(key))
	if wire.IsDamage(err) {
		r.opts.Logger.Error("analytics: the visitors of a day are not counted again", "error", err)
		return recount.Mend{}, nil
	}
	if err != nil || right == nil {
		return recount.Mend{}, err
	}
	return recount.Mend{Key: slices.Clone(key), Before: slices.Clone(stored), Value: right}, nil
}
