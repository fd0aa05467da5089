package linkpack

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

const (
	defaultBin = 30 * 24 * time.Hour
	binPage    = 250 // the most links that one transaction removes
)

// clearBin removes the links that have been in the bin for too long.
func (w *changeWatch) clearBin(ctx context.Context) {
	err := w.emptyBin(ctx)
	if err != nil && ctx.Err() == nil && !errors.Is(err, ErrClosed) {
		w.opts.Logger.Error("emptying the bin", slog.Any("error", err))
	}
}

// emptyBin removes links from the bin, those first that were deleted first. Damaged
// links stay.
func (s *Shortener) emptyBin(ctx context.Context) error {
	edit := s.edit(ctx, "") // of the links' workspaces
	before := edit.Time.Add(-max(s.opts.Bin, 0))
	for {
		removed, err := s.store.EmptyBin(ctx, before, *edit, binPage)
		if err != nil && !errors.Is(err, ErrDamaged) || removed < binPage {
			return err
		}
	}
}
