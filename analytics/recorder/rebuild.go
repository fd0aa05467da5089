package recorder

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/packed"
	"github.com/linkpack/linkpack-go/analytics/internal/recount"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Rebuild recounts the click log as [Recorder.Audit] does and corrects the rollups
// that differ. It returns what it found; without findings, nothing had to be
// corrected.
//
// The log is the truth: clicks that are missing from it are missing from the rollups
// afterwards. If clicks of a link are missing from the middle of the log, Rebuild
// closes the gap in the link's chain, so that older clicks can be read again.
//
// Some rollups stay as they are: those of days in [analytics.Audit.Beyond], and those
// of links, and lost clicks, whose rows in the log are damaged, because these rollups
// know more than the log.
//
// Rebuild writes in small transactions between the flushes. It can be repeated after
// an interruption.
func (r *Recorder) Rebuild(ctx context.Context, selection analytics.Selection) (*analytics.Audit, error) {
	a := &recount.Auditor{Audit: &analytics.Audit{Findings: []analytics.Finding{}}}
	err := r.upkeep(ctx, func() error {
		c, err := newRecount(ctx, r.log, &selection, a)
		if err != nil {
			return err
		}
		b := rebuild{recorder: r, recount: c, audit: a, mends: recount.Mends{Recount: c}}
		if err := b.run(ctx); err != nil {
			return err
		}
		wrong, err := r.auditSums(ctx, r.log, c.AuditScope, a.Found)
		if err != nil {
			return err
		}
		return r.reopenAll(ctx, wrong)
	})
	if err != nil {
		return nil, fmt.Errorf("analytics: rebuild: %w", err)
	}
	return a.Audit, nil
}

// rebuildBytes is about the number of bytes that one transaction writes.
const rebuildBytes = 64 << 10

// errFolded says that clicks were folded although folding was stopped.
var errFolded = errors.New("the rollups were folded meanwhile")

// rebuild corrects what a recount finds.
type rebuild struct {
	recorder *Recorder
	recount  *recount.Recount
	audit    *recount.Auditor
	mends    recount.Mends
}

// run recounts and corrects window by window. From before the end of a window's
// recount until its rollups are written, nothing is folded: new clicks stay pending.
func (b *rebuild) run(ctx context.Context) error {
	defer b.recorder.letFold()
	b.recount.Settle = func() error { return b.recorder.keepFromFolding(ctx) }
	err := b.recount.Run(ctx, b.compare, func() error {
		defer b.recorder.letFold()
		return b.write(ctx)
	})
	if err != nil {
		return err
	}
	if err := b.closeChains(ctx); err != nil {
		return err
	}
	return b.recount.CompareIndexes(ctx, func(mends []recount.IndexMend) error { return b.mendIndexes(ctx, mends) })
}

// mendIndexes puts rows of indexes that are missing and removes those that are wrong.
func (b *rebuild) mendIndexes(ctx context.Context, mends []recount.IndexMend) error {
	for part := range slices.Chunk(mends, clicklog.RemoveRows) {
		err := b.recorder.update(ctx, func(tx analytics.Tx) error {
			for _, m := range part {
				if err := m.Apply(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// keepFromFolding stops folding. No fold is running when it returns.
func (r *Recorder) keepFromFolding(ctx context.Context) error {
	return r.between(ctx, func(context.Context) error {
		r.held.Store(true)
		return nil
	})
}

// letFold resumes folding. It does not wait for the recorder's goroutine, which may
// be retrying a failed write.
func (r *Recorder) letFold() {
	r.held.Store(false)
	signal(r.queue.urgent)
}

// compare compares a window and collects the rows to correct.
func (b *rebuild) compare(tx analytics.Tx) error {
	return b.audit.Compare(tx, b.recount, &b.mends)
}

// write writes the rows that compare collected, and removes the damaged packs whose rows
// are all back.
func (b *rebuild) write(ctx context.Context) error {
	for len(b.mends.List) > 0 {
		part := b.mends.Next(rebuildBytes)
		if err := b.recorder.update(ctx, func(tx analytics.Tx) error { return b.put(tx, part) }); err != nil {
			return err
		}
		b.mends.List = b.mends.List[len(part):]
	}
	from, to := b.recount.Window()
	window := packed.Range{Table: wire.PackedRollups, From: wire.PackedKey{High: from}, To: wire.PackedKey{High: to}}
	return b.recorder.dropDamaged(ctx, window, func(first, last wire.PackedKey) bool { return b.recount.HasAll(first.High, last.High) })
}

// put writes rows, unless something was folded meanwhile.
func (b *rebuild) put(tx analytics.Tx, mends []recount.Mend) error {
	marks, err := clicklog.LoadMarks(tx)
	if err != nil {
		return err
	}
	if marks != b.recount.Marks {
		return errFolded
	}
	if b.recount.Links != nil {
		b.noteDamage(mends)
	}
	return b.recorder.putMends(tx, mends)
}

// noteDamage has everything rebuilt later if a row of some links was damaged. If that is in
// a damaged pack, rows of other links are damaged with it.
func (b *rebuild) noteDamage(mends []recount.Mend) {
	for _, m := range mends {
		if _, err := wire.Unseal(m.Before); m.Before != nil {
			_ = b.recorder.spoilt(err)
		}
	}
}

// putMends writes rows of the rollups. It skips rows that have changed since they were
// compared.
func (r *Recorder) putMends(tx analytics.Tx, mends []recount.Mend) error {
	var stored wire.RowsAhead
	sums, err := r.reopener(tx)
	if err != nil {
		return err
	}
	for _, m := range mends {
		stored.Want(wire.Order.Uint64(m.Key))
	}
	if err := stored.Read(tx, analytics.TableRollups, wire.RollupsAhead); err != nil {
		return err
	}
	for i, m := range mends {
		if !m.IsOf(stored.Values[i]) {
			continue // more clicks were lost meanwhile; the next rebuild corrects the row
		}
		err := m.Apply(tx)
		if day := wire.Order.Uint32(m.Key); err == nil && day != wire.NoDay {
			err = sums.Changed(wire.Order.Uint32(m.Key[4:]), day)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// closeChains repairs chains: groups after missing clicks point to the ones before
// these.
func (b *rebuild) closeChains(ctx context.Context) error {
	for _, broken := range b.recount.Chains.Broken {
		if b.recount.Doubts.Has(broken.Link) {
			continue
		}
		var err error
		if broken.Block == 0 {
			err = b.recorder.between(ctx, func(ctx context.Context) error { return b.recorder.moveHead(ctx, &broken) })
		} else {
			err = b.recorder.update(ctx, broken.Relink)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// moveHead sets the head of a link to its newest clicks, unless newer ones have come,
// and stores it. It runs on the recorder's goroutine.
func (r *Recorder) moveHead(ctx context.Context, k *recount.BrokenChain) error {
	before := r.heads.Get(k.Link)
	if before == k.Wrong {
		r.setHead(k.Link, k.Head)
	}
	err := r.lease.UpdateClicks(ctx, func(tx analytics.Tx) error {
		return errors.Join(r.heads.Put(tx, clicklog.RunOf(k.Link)), clicklog.CountRewrite(tx))
	})
	if err != nil {
		r.setHead(k.Link, before)
	}
	return err
}

// setHead sets the newest block of a link for readers.
func (r *Recorder) setHead(link uint32, block uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heads.Set(link, block)
}
