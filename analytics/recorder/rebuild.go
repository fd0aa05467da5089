package recorder

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/recount"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
)

// Rebuild recounts the click log as [Recorder.Audit] does, and writes the
// rollups that differ from it again, with the bytes that folding gives. What it
// returns is what it found; nil findings mean that nothing had to be done.
//
// The log is the truth: what is missing from it is missing from the rollups
// afterwards, and the chain of a link whose clicks are missing from its middle
// is closed again, so that older clicks can be read. Two things stay as they
// are: the rollups of the days in [analytics.Audit.Beyond], and those of links, and lost
// clicks, of which a record in the log is damaged, because the rollup knows more
// than the log.
//
// It writes in small transactions between the flushes, and may be repeated when
// it was interrupted.
func (r *Recorder) Rebuild(ctx context.Context, selection analytics.Selection) (*analytics.Audit, error) {
	a := &recount.Auditor{Audit: new(analytics.Audit)}
	err := r.upkeep(ctx, func() error {
		c, err := r.newRecount(ctx, &selection, a)
		if err != nil {
			return err
		}
		b := rebuild{recorder: r, recount: c, audit: a, mends: recount.Mends{Recount: c}}
		return b.run(ctx)
	})
	if err != nil {
		return nil, fmt.Errorf("analytics: rebuild: %w", err)
	}
	return a.Audit, nil
}

// rebuildBytes is about how much one transaction writes.
const rebuildBytes = 64 << 10

// errFolded says that a fold went on when it should not.
var errFolded = errors.New("the rollups were folded meanwhile")

// rebuild mends what a recount finds.
type rebuild struct {
	recorder *Recorder
	recount  *recount.Recount
	audit    *recount.Auditor
	mends    recount.Mends
}

// run recounts, window by window. From the end of a window's recount until its
// rollups are written nothing is folded: clicks that come meanwhile stay pending.
func (b *rebuild) run(ctx context.Context) error {
	defer b.letFold()
	b.recount.Settle = func() error { return b.keepFromFolding(ctx) }
	err := b.recount.Run(ctx, b.compare, func() error {
		defer b.letFold()
		return b.write(ctx)
	})
	if err != nil {
		return err
	}
	return b.closeChains(ctx)
}

// keepFromFolding has the recorder fold nothing once it returns.
func (b *rebuild) keepFromFolding(ctx context.Context) error {
	return b.recorder.between(ctx, func(context.Context) error {
		b.recorder.held.Store(true)
		return nil
	})
}

// letFold has the recorder fold again. It does not wait for it, which may be
// trying to write to a store that fails.
func (b *rebuild) letFold() {
	b.recorder.held.Store(false)
	signal(b.recorder.queue.urgent)
}

// compare compares and collects what has to be written.
func (b *rebuild) compare(tx analytics.Tx) error { return b.audit.Compare(tx, b.recount, &b.mends) }

// write writes what was collected.
func (b *rebuild) write(ctx context.Context) error {
	for len(b.mends.List) > 0 {
		part := b.mends.Next(rebuildBytes)
		if err := b.recorder.update(ctx, func(tx analytics.Tx) error { return b.put(tx, part) }); err != nil {
			return err
		}
		b.mends.List = b.mends.List[len(part):]
	}
	return nil
}

// put writes rows, unless they are not any more what was compared.
func (b *rebuild) put(tx analytics.Tx, mends []recount.Mend) error {
	marks, err := clicklog.LoadMarks(tx)
	if err != nil {
		return err
	}
	if marks != b.recount.Marks {
		return errFolded
	}
	var stored wire.RowsAhead
	for _, m := range mends {
		stored.Want(wire.Order.Uint64(m.Key))
	}
	if err := stored.Read(tx, analytics.TableRollups, wire.RollupsAhead); err != nil {
		return err
	}
	for i, m := range mends {
		switch {
		case !bytes.Equal(stored.Values[i], m.Before):
			continue // more clicks were lost; what they were added to is mended next time
		case m.Value == nil:
			err = tx.Delete(analytics.TableRollups, m.Key)
		default:
			err = tx.Put(analytics.TableRollups, m.Key, m.Value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// closeChains has the groups behind missing clicks point at those before them.
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

// moveHead puts the head of a link to where its newest clicks are, unless newer
// ones have come, and stores it. It runs on the recorder's goroutine.
func (r *Recorder) moveHead(ctx context.Context, k *recount.BrokenChain) error {
	before := r.heads.Get(k.Link)
	if before == k.Wrong {
		r.setHead(k.Link, k.Head)
	}
	err := r.lease.UpdateClicks(ctx, func(tx analytics.Tx) error { return r.heads.Put(tx, clicklog.RunOf(k.Link)) })
	if err != nil {
		r.setHead(k.Link, before)
	}
	return err
}

// setHead sets a head for readers to see.
func (r *Recorder) setHead(link uint32, block uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heads.Set(link, block)
}
