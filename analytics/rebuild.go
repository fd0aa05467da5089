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
	a := new(Audit)
	err := r.upkeep(ctx, func() error {
		c, err := r.newRecount(ctx, &query, a)
		if err != nil {
			return err
		}
		b := rebuild{recorder: r, recount: c, audit: a}
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
	return a, nil
}

const (
	// rebuildBytes is about how much one transaction writes.
	rebuildBytes = 64 << 10
	// mendWork is how much of it removing the sums of a rollup counts as.
	mendWork = 400
)

// errFolded says that a fold went on when it should not.
var errFolded = errors.New("the rollups were folded meanwhile")

// rebuild mends what a recount finds.
type rebuild struct {
	recorder *Recorder
	recount  *recount
	audit    *Audit
	mends    []mend
}

// mend is the right value of a row of the rollups.
type mend struct {
	key    []byte
	before []byte // as it is stored
	value  []byte // nil when there should be none
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
func (b *rebuild) compare(tx Tx) error { return b.audit.compare(tx, b.recount, b) }

// rollup notes what a rollup should be.
func (b *rebuild) rollup(p *pairing) error {
	if b == nil || b.recount.doubts.has(p.link) {
		return nil
	}
	var value []byte
	if p.recounted != nil {
		var err error
		if value, err = p.recounted.value(); err != nil {
			return err
		}
	}
	b.mend(p.key(), p.value, value)
	return nil
}

// lost notes what a day's lost clicks should be. Where the log knows less, they
// stay as they are, as long as they can be read.
func (b *rebuild) lost(p *lostPairing) {
	if b != nil && (p.err != nil || !b.recount.lostDoubt) {
		b.mend(pairKey(p.day, noLink), p.value, p.recounted.lostValue())
	}
}

func (b *rebuild) mend(key, before, value []byte) {
	if !bytes.Equal(before, value) {
		b.mends = append(b.mends, mend{key: key, before: bytes.Clone(before), value: value})
	}
}

// write writes what was collected.
func (b *rebuild) write(ctx context.Context) error {
	for len(b.mends) > 0 {
		size, n := 0, 0
		for n < len(b.mends) && size < rebuildBytes {
			size += mendWork + len(b.mends[n].key) + len(b.mends[n].value) + len(b.mends[n].before)
			n++
		}
		part := b.mends[:n]
		if err := b.recorder.update(ctx, func(tx Tx) error { return b.put(tx, part) }); err != nil {
			return err
		}
		b.mends = b.mends[n:]
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
	sums, err := b.recorder.reopener(tx)
	if err != nil {
		return err
	}
	for _, m := range mends {
		stored, err := tx.Get(TableRollups, m.key)
		switch {
		case err != nil:
		case !bytes.Equal(stored, m.before):
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
