package analytics

import (
	"bytes"
	"context"
	"errors"
	"fmt"
)

// Rebuild recounts the click log as [Recorder.Audit] does, and writes the
// rollups that differ from it again, with the bytes that folding gives, and the
// sums of days and months. What it
// returns is what it found; nil findings mean that nothing had to be done.
//
// The log is the truth: what is missing from it is missing from the rollups
// afterwards, and the chain of a link whose clicks are missing from its middle
// is closed again, so that older clicks can be read. Two things stay as they
// are: the rollups of the days in [Audit.Beyond], and those of links, and lost
// clicks, of which a record in the log is damaged, because the rollup knows more
// than the log.
//
// It writes in small transactions between the flushes, and may be repeated when
// it was interrupted.
func (r *Recorder) Rebuild(ctx context.Context, query AuditQuery) (*Audit, error) {
	a := &auditor{Audit: new(Audit)}
	err := r.upkeep(ctx, func() error {
		c, err := r.newRecount(ctx, &query, a)
		if err != nil {
			return err
		}
		b := rebuild{recorder: r, recount: c, audit: a, mends: mends{recount: c}}
		if err := b.run(ctx); err != nil {
			return err
		}
		wrong, err := r.auditSums(ctx, c.scope, a.found)
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

// rebuildBytes is about how much one transaction writes.
const rebuildBytes = 64 << 10

// errFolded says that a fold went on when it should not.
var errFolded = errors.New("the rollups were folded meanwhile")

// rebuild mends what a recount finds.
type rebuild struct {
	recorder *Recorder
	recount  *recount
	audit    *auditor
	mends    mends
}

// run recounts, window by window. From the end of a window's recount until its
// rollups are written nothing is folded: clicks that come meanwhile stay pending.
func (b *rebuild) run(ctx context.Context) error {
	defer b.letFold()
	b.recount.settle = func() error { return b.keepFromFolding(ctx) }
	err := b.recount.run(ctx, b.compare, func() error {
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
func (b *rebuild) compare(tx Tx) error { return b.audit.compare(tx, b.recount, &b.mends) }

// write writes what was collected.
func (b *rebuild) write(ctx context.Context) error {
	for len(b.mends.list) > 0 {
		part := b.mends.next(rebuildBytes)
		if err := b.recorder.update(ctx, func(tx Tx) error { return b.put(tx, part) }); err != nil {
			return err
		}
		b.mends.list = b.mends.list[len(part):]
	}
	return nil
}

// put writes rows, unless they are not any more what was compared.
func (b *rebuild) put(tx Tx, mends []mend) error {
	marks, err := loadMarks(tx)
	if err != nil {
		return err
	}
	if marks != b.recount.marks {
		return errFolded
	}
	var stored rowsAhead
	sums, err := b.recorder.reopener(tx)
	if err != nil {
		return err
	}
	for _, m := range mends {
		stored.want(order.Uint64(m.key))
	}
	if err := stored.read(tx, TableRollups, rollupsAhead); err != nil {
		return err
	}
	for i, m := range mends {
		switch {
		case !bytes.Equal(stored.values[i], m.before):
			continue // more clicks were lost; what they were added to is mended next time
		case m.value == nil:
			err = tx.Delete(TableRollups, m.key)
		default:
			err = tx.Put(TableRollups, m.key, m.value)
		}
		if link := order.Uint32(m.key[4:]); err == nil && link != noLink {
			err = sums.changed(link, order.Uint32(m.key))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// closeChains has the groups behind missing clicks point at those before them.
func (b *rebuild) closeChains(ctx context.Context) error {
	for _, broken := range b.recount.chains.broken {
		if b.recount.doubts.has(broken.link) {
			continue
		}
		var err error
		if broken.block == 0 {
			err = b.recorder.between(ctx, func(ctx context.Context) error { return b.recorder.moveHead(ctx, &broken) })
		} else {
			err = b.recorder.update(ctx, broken.relink)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
