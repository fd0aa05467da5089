package recorder

import (
	"context"
	"fmt"
	"iter"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/clicklog"
	"github.com/linkpack/linkpack-go/analytics/internal/wire"
	"github.com/linkpack/linkpack-go/routing"
)

// importSize is the number of hits that are imported in one block.
const importSize = 4096

// Import records hits of the past: from another system, a log file or an export (see
// [HitOf]). Each hit has its own Visit, whose Time must be set and not be
// in the future. It is recorded like a live hit and counted on the day of its Time.
// Hits may come in any order; the log keeps that order.
//
// Import writes blocks of up to 4,096 hits and waits until a block is on disk before
// it asks for more hits. So it loses nothing and does not use the queue of live hits.
// It also waits while more than 524,288 clicks are in the log and not in the rollups yet.
// It returns the number of hits that are on disk.
//
// A bad hit is an *[analytics.ImportError], and nothing of its block is written. Leave
// it out and call Import again with the hits from index taken on. When ctx ends, the
// error is ctx's, or [analytics.ErrLate] if a block was being written; only then more
// than taken hits may be recorded.
//
// Importing a hit twice counts it twice.
//
// Visitors of an import are hashed with keys drawn for it, one for each period of
// [analytics.Options.KeyDays]: keys of past periods are destroyed, and the current one
// is used for live hits only. So a visitor is counted once in a period of an import, and
// again if the period also has live hits or another import. Clicks that bring their
// hash along (see [HitOf]) keep it, and count again where the store that
// they come from had another key.
func (r *Recorder) Import(ctx context.Context, hits iter.Seq2[analytics.Hit, error]) (taken int, err error) {
	im := importer{recorder: r, keys: make(map[uint32]clicklog.VisitorKey), batch: newBatch()}
	for hit, err := range hits {
		if err == nil {
			err = im.add(&hit)
		}
		if err != nil {
			return im.taken, fmt.Errorf("analytics: import: %w", &analytics.ImportError{Index: im.taken + len(im.batch.hits), Err: err})
		}
		if len(im.batch.hits) == importSize {
			if err := im.write(ctx); err != nil {
				return im.taken, fmt.Errorf("analytics: import: %w", err)
			}
		}
	}
	if err := im.write(ctx); err != nil {
		return im.taken, fmt.Errorf("analytics: import: %w", err)
	}
	return im.taken, nil
}

// importer is one import.
type importer struct {
	recorder *Recorder
	enricher                                // hashes visitors
	keys     map[uint32]clicklog.VisitorKey // by the first day of the period
	batch    *batch                         // of the hits for the next block
	taken    int
}

// add checks a hit and appends it to the next block.
func (im *importer) add(hit *analytics.Hit) error {
	if err := checkHit(hit); err != nil {
		return err
	}
	ms := hit.Visit.Time.UnixMilli()
	switch {
	case hit.Visit.Time.IsZero():
		return &routing.FieldError{Field: "Visit.Time", Reason: "is missing"}
	case ms <= 0:
		return &routing.FieldError{Field: "Visit.Time", Reason: "must be after 1970 began"}
	case hit.Visit.Time.After(im.recorder.opts.Clock()):
		return &routing.FieldError{Field: "Visit.Time", Reason: "lies ahead"}
	}
	if err := im.useKey(wire.DayOf(ms)); err != nil {
		return err
	}
	w := queuedHitOf(hit)
	w.visit.setVisitor(im.visitor(&w))
	im.batch.add(&w, hit.Draws)
	return nil
}

// useKey has visitors hashed with the key of a day's period.
func (im *importer) useKey(day uint32) (err error) {
	start := im.recorder.periods.Start(day)
	key, ok := im.keys[start]
	if !ok {
		if key, err = clicklog.NewVisitorKey(start, im.recorder.opts.Random); err != nil {
			return err
		}
		im.keys[start] = key
	}
	im.key = key
	return nil
}

// write writes the collected hits and waits until they are on disk.
func (im *importer) write(ctx context.Context) error {
	b := im.batch
	if b.empty() || ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case im.recorder.imports <- b:
	case <-im.recorder.stop:
		return analytics.ErrClosed
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := b.wait(ctx); err != nil {
		return err
	}
	im.taken += len(b.hits)
	im.batch = newBatchIn(b)
	return nil
}

// writeImport writes the batch of an import. If that fails, Import returns the error,
// so the hits are not counted as lost.
func (r *Recorder) writeImport(ctx context.Context) error {
	b := r.imported
	r.imported = nil
	b.err = r.write(ctx, b, r.due())
	b.timer.Stop()
	close(b.done)
	return b.err
}
