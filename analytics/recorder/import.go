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

// Import records hits of the past: those of another system, of a log file or of
// an export, see [HitOf]. Each has its own Visit with its own Time, which
// must not be missing or lie ahead, and is enriched, written and counted like a
// hit of today, on the day of its Time. They need not be in any order, but the
// log keeps the one in which they come.
//
// Hits are written in blocks of up to 4,096, and the next ones are asked for
// when those are on disk: an import waits for the store, loses nothing and
// leaves the queue of live hits alone. It returns how many hits are on disk.
// A hit that cannot be taken is an *[analytics.ImportError], and nothing of its block is
// written; drop it and go on with those from taken on. When ctx ends the error
// is ctx's, or [analytics.ErrLate] while a block was being written, which is the one case
// in which more than taken hits may get there.
//
// Importing a hit twice counts it twice.
//
// Visitors are told apart by keys that are drawn for this import, one for each
// period of [analytics.Options.KeyDays], and then forgotten: the keys of past periods are destroyed, and
// the one of today stays with the live hits. So a visitor is one within a period
// of an import, and counts again when the same period has other hits, live or of
// another import. Clicks that bring their hash along, see [HitOf], keep it,
// and count again where the store that they come from had another key.
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

// useKey makes the key of a day's period the one that visitors are hashed with.
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

// write waits until what was gathered is on disk.
func (im *importer) write(ctx context.Context) error {
	b := im.batch
	if b.empty() {
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
	im.batch = newBatch()
	im.batch.hits, im.batch.draws = b.hits[:0], b.draws[:0]
	return nil
}

// writeImport puts the batch of an import into the log. Whoever imports is told
// when it cannot be written, so it is not counted as lost.
func (r *Recorder) writeImport(ctx context.Context) error {
	b := r.imported
	r.imported = nil
	b.err = r.write(ctx, b, r.due())
	b.timer.Stop()
	close(b.done)
	return b.err
}
