package linkpack

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

const tidyInterval = time.Hour

// upkeep does what is due from time to time, until ctx is done.
func (s *Shortener) upkeep(ctx context.Context) {
	tidies, uses := time.NewTicker(tidyInterval), time.NewTicker(usesInterval)
	defer tidies.Stop()
	defer uses.Stop()
	s.tidy(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tidies.C:
			s.tidy(ctx)
		case <-uses.C:
			s.writeTokenUses(ctx)
		}
	}
}

// tidy removes the rows of the change log, the claims of domains and the links in the bin
// that are too old, erases the clicks of deleted visitors, and trims the others.
func (s *Shortener) tidy(ctx context.Context) {
	err := errors.Join(s.trimRead(ctx), s.endClaims(ctx), s.emptyBin(ctx), s.endErasures(ctx), s.trimVisitors(ctx))
	if err != nil && ctx.Err() == nil && !errors.Is(err, ErrClosed) {
		s.opts.Logger.Error("removing old changes, claims of domains, deleted links, clicks of deleted visitors, and browsers of visitors without clicks", slog.Any("error", err))
	}
}
