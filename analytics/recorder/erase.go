package recorder

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/rollup"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// EraseClicks removes all clicks of links that were recorded before the call, from
// the log and from every figure. Clicks that come meanwhile are kept. Figures and
// click ids of other links do not change.
//
// First one transaction removes a link's figures; from then on no answer has the
// link's old clicks. Then EraseClicks reads the whole log and overwrites the clicks in
// small transactions between the flushes. What remains is the number of clicks, not
// whose they were. If ctx ends early, the next upkeep does the rest, or the next
// recorder of the store. So it does if rows of the log are damaged, which could have the
// clicks: EraseClicks overwrites all others and returns the damage, and as long as such rows
// are stored, the erasure does not end.
//
// Some data stays: the links' plans, which say nothing about visitors, and texts
// that clicks of other links may share, which stay until retention removes them. The
// store's file may still contain freed pages; the store's package says how to compact
// it.
//
// If other processes record clicks in the store, EraseClicks asks them for the same, which
// takes a second or so, and waits. For a process that has died it waits until the lease
// of its lane has run out, and then does the work itself. Clicks that another process
// records before it has done so are erased, too. Once EraseClicks has returned nil, no
// answer of any process has the clicks. If ctx ends early, the others still do what they
// were asked for. What is damaged in their lanes is only in their logs.
func (r *Recorder) EraseClicks(ctx context.Context, links []uint32) error {
	if slices.Contains(links, wire.NoLink) {
		return fmt.Errorf("analytics: %w", &routing.FieldError{Field: "Links", Reason: "hold a number that no link has"})
	}
	own := func(ctx context.Context) error { return r.eraseClicks(ctx, links) }
	if err := r.everywhere(ctx, analytics.RequestErase, clicklog.LinksRequest(links), own); err != nil {
		return fmt.Errorf("analytics: erasing clicks: %w", err)
	}
	return nil
}

// eraseClicks is EraseClicks for the recorder's lane.
func (r *Recorder) eraseClicks(ctx context.Context, links []uint32) error {
	if err := r.Flush(ctx); err != nil {
		return err
	}
	return r.upkeep(ctx, func(ctx context.Context) error {
		if err := r.forgetAll(ctx, links); err != nil {
			return err
		}
		damage, err := r.finishErasures(ctx)
		return cmp.Or(err, damage)
	})
}

// forgetAll forgets links in short transactions.
func (r *Recorder) forgetAll(ctx context.Context, links []uint32) error {
	for len(links) > 0 {
		err := r.between(ctx, func(ctx context.Context) error {
			done, err := r.forget(ctx, links)
			links = links[done:]
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// forgetWork is about how long one transaction takes, in microseconds.
const forgetWork = 4000

// forget handles the first links and returns their number. In one transaction it
// removes their figures, ends their chains and stores that their clicks in the log
// are void. It runs on the recorder's goroutine.
func (r *Recorder) forget(ctx context.Context, links []uint32) (done int, err error) {
	heads := make(map[uint32]uint64)
	err = r.lease.UpdateClicks(ctx, func(tx analytics.Tx) (err error) {
		done, err = r.forgetIn(tx, links, heads)
		return err
	})
	if err != nil && !r.isForgotten(ctx, links[:done]) {
		for link, head := range heads {
			r.setHead(link, head)
		}
		return 0, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, link := range links[:done] {
		r.pending.Forget(link)
	}
	for rd := range r.readers {
		rd.note(links[:done], r.block)
	}
	return done, nil
}

// forgetIn is forget in a transaction. It adds the heads that the links had.
func (r *Recorder) forgetIn(tx analytics.Tx, links []uint32, heads map[uint32]uint64) (done int, err error) {
	days, err := allRollupDays(tx)
	if err != nil {
		return 0, err
	}
	sums, err := r.reopener(tx)
	if err == nil {
		err = clicklog.CountRewrite(tx)
	}
	if err != nil {
		return 0, err
	}
	for work := 0; done < len(links) && work < forgetWork; done++ {
		link := links[done]
		if _, known := heads[link]; !known {
			heads[link] = r.heads.Get(link)
		}
		r.setHead(link, 0)
		before := len(sums.Fresh)
		rows, err := r.forgetLink(tx, link, days, &sums)
		if err != nil {
			return done, err
		}
		work += 20 + 10*len(days) + 60*rows + 10*(len(sums.Fresh)-before)
	}
	return done, nil
}

// isForgotten reports whether the erasure of links is stored, although the commit
// was reported as failed.
func (r *Recorder) isForgotten(ctx context.Context, links []uint32) bool {
	keys := make([][]byte, len(links))
	for i, link := range links {
		keys[i] = clicklog.ErasureKey(link)
	}
	forgotten := 0
	err := r.log.View(ctx, func(tx analytics.Tx) error {
		forgotten = 0
		for row, err := range tx.GetAll(analytics.TableMeta, keys) {
			if err != nil {
				return err
			}
			block, err := clicklog.ErasureOf(row)
			if err != nil {
				return err
			}
			if block == r.block {
				forgotten++
			}
		}
		return nil
	})
	return err == nil && len(links) > 0 && forgotten == len(links)
}

// forgetLink is forget for one link. It returns how many rollups it has removed, each of
// which may be in another pack.
func (r *Recorder) forgetLink(tx analytics.Tx, link uint32, days []uint32, sums *rollup.Reopener) (rows int, err error) {
	if err := clicklog.PutErasure(tx, link, r.block); err != nil {
		return 0, err
	}
	if err := r.heads.Put(tx, clicklog.RunOf(link)); err != nil {
		return 0, err
	}
	var plans []*analytics.Plan // no fold will store these
	for _, plan := range r.pending.Plans[clicklog.SliceOf(link)] {
		if plan.Link == link {
			plans = append(plans, plan)
		}
	}
	if err := clicklog.PutPlans(tx, plans); err != nil {
		return 0, err
	}
	return r.forgetDays(tx, link, days, sums)
}

// forgetDays removes the rollups of a link and returns their number.
func (r *Recorder) forgetDays(tx analytics.Tx, link uint32, days []uint32, sums *rollup.Reopener) (rows int, err error) {
	for _, day := range days {
		key := wire.PairKey(day, link)
		value, err := tx.Get(analytics.TableRollups, key)
		if err != nil {
			return rows, err
		}
		if value == nil {
			continue
		}
		rows++
		if _, err := wire.Unseal(value); err != nil {
			_ = r.spoilt(err) // and rows beside it may be, too
		}
		if err := errors.Join(sums.Changed(link, day), tx.Delete(analytics.TableRollups, key)); err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// allRollupDays returns every day that has rollups.
func allRollupDays(tx analytics.Tx) ([]uint32, error) { return rollup.DaysUpTo(tx, math.MaxUint32) }

// finishErasures overwrites void clicks in the log, and then ends the erasures. It
// leaves out rows that are damaged; as long as there are such, no erasure ends.
func (r *Recorder) finishErasures(ctx context.Context) (damage, err error) {
	var erasures clicklog.Erasures
	var gone clicklog.Removed
	err = r.log.View(ctx, func(tx analytics.Tx) (err error) {
		if erasures, err = clicklog.LoadErasures(tx); err == nil {
			gone, err = clicklog.LoadRemoved(tx)
		}
		return err
	})
	if err == nil && len(erasures) > 0 {
		err = r.overwriteErased(ctx, erasures, gone, func(err error) { damage = err })
	}
	if err == nil && damage == nil {
		err = r.endErasures(ctx, slices.Sorted(maps.Keys(erasures)))
	}
	return damage, err
}

// overwriteErased overwrites void clicks in the log.
func (r *Recorder) overwriteErased(ctx context.Context, erasures clicklog.Erasures, gone clicklog.Removed, damaged func(error)) error {
	last := slices.Max(slices.Collect(maps.Values(erasures)))
	for next := wire.LogKey(gone.Block+1, 0, 0); next != nil; {
		var keys [][]byte
		err := r.log.View(ctx, func(tx analytics.Tx) (err error) {
			keys, next, err = erasures.Find(tx, next, last, damaged)
			return err
		})
		if err == nil && len(keys) > 0 {
			err = r.update(ctx, func(tx analytics.Tx) error { return erasures.Overwrite(tx, keys, damaged) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// endErasures removes the rows that say that links are being erased.
func (r *Recorder) endErasures(ctx context.Context, links []uint32) error {
	for part := range slices.Chunk(links, 10*clicklog.RemoveRows) {
		var keys [][]byte
		for _, link := range part {
			keys = append(keys, clicklog.ErasureKey(link))
		}
		if err := r.update(ctx, func(tx analytics.Tx) error { return deleteRows(tx, analytics.TableMeta, keys) }); err != nil {
			return err
		}
	}
	return nil
}
