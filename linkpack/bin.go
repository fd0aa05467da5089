package linkpack

import (
	"context"
	"errors"
	"time"
)

const (
	defaultBin = 30 * 24 * time.Hour
	binPage    = 250 // the most links that one transaction removes
)

// emptyBin removes the links that have been in the bin for too long, but those that are
// damaged.
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
