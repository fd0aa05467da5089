package linkpack

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

const (
	tidyInterval = time.Hour
	// resignTimeout is how long to wait for the store at the end of a term. Without it,
	// the others wait until the term has run out.
	resignTimeout = 2 * time.Second
)

// upkeep does what one of the Shorteners on the store has to do from time to time, until
// ctx is done.
func (s *Shortener) upkeep(ctx context.Context) {
	candidate := s.Candidate("upkeep")
	for {
		term, err := candidate.Wait(ctx)
		if err != nil {
			return
		}
		s.tidyDuring(ctx, term)
		if err := resign(ctx, term); err != nil {
			s.opts.Logger.Warn("leaving the upkeep to others", slog.Any("error", err))
		}
	}
}

// tidyDuring tidies up now and every hour, until a term ends or ctx is done.
func (s *Shortener) tidyDuring(ctx context.Context, term *Term) {
	during, stop := context.WithCancel(term.Context())
	defer stop()
	defer context.AfterFunc(ctx, stop)()
	tidies := time.NewTicker(tidyInterval)
	defer tidies.Stop()
	for {
		s.tidy(during)
		select {
		case <-during.Done():
			return
		case <-tidies.C:
		}
	}
}

// resign ends a term, although ctx may be done.
func resign(ctx context.Context, term *Term) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), resignTimeout)
	defer cancel()
	return ignoring(ErrClosed, term.Resign(ctx))
}

// keepUses stores the uses of tokens from time to time, until ctx is done.
func (s *Shortener) keepUses(ctx context.Context) {
	uses := time.NewTicker(usesInterval)
	defer uses.Stop()
	for {
		select {
		case <-ctx.Done():
			return
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
