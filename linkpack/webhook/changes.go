package webhook

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
)

const (
	// changesInterval is between two looks at the change log.
	changesInterval = time.Second / 4
	// changesPage is the number of rows that are read at once.
	changesPage = 1000
)

// readChanges follows the change log from a place.
func (w *Webhooks) readChanges(ctx context.Context, from place) iter.Seq2[happening, error] {
	return func(yield func(happening, error) bool) {
		before := place{Changes: from.Changes}
		for {
			rows, err := w.links.Changes(ctx, before.Changes, changesPage)
			if errors.Is(err, linkpack.ErrGone) {
				w.opts.Logger.Warn("changes were removed before webhooks got them", slog.Uint64("after", before.Changes))
				before.Changes, rows, err = w.oldestChanges(ctx, before.Changes)
			}
			if err != nil {
				yield(happening{}, err)
				return
			}
			for i := range rows {
				h := changeOf(&rows[i], before)
				if !yield(h, nil) {
					return
				}
				before = h.after
			}
			if len(rows) == 0 && !pause(ctx, changesInterval) {
				yield(happening{}, ctx.Err())
				return
			}
		}
	}
}

// oldestChanges returns the first rows that are left of the change log after those after
// a place were removed. If none are left, it returns the end of the log in place of it.
func (w *Webhooks) oldestChanges(ctx context.Context, after uint64) (before uint64, rows []linkpack.Change, err error) {
	end, err := w.links.LastChange(ctx)
	if err != nil {
		return after, nil, err
	}
	if rows, err = w.links.Changes(ctx, 0, changesPage); len(rows) == 0 {
		after = end
	}
	return after, rows, err
}

// changeOf returns a row of the change log as a happening.
func changeOf(c *linkpack.Change, before place) happening {
	h := happening{before: before, after: place{Changes: c.Seq}, workspace: c.Workspace, time: c.Time, change: c}
	if c.Kind == linkpack.KindLink {
		h.link = c.ID
	}
	return h
}
