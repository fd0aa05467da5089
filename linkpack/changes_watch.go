package linkpack

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
)

const (
	watchInterval = time.Second / 4 // between two reads of the change log
	watchPage     = 1000            // rows read at once
	tidyInterval  = time.Hour
)

// changeWatch invalidates a Shortener's caches when other Shorteners on the same
// store make changes, in this process or another. It follows the change log in
// its own goroutine, so that visits do not wait for it. The goroutine also does what
// is due from time to time. The Shortener's own
// changes invalidate its caches directly.
type changeWatch struct {
	*Shortener
	seq     uint64 // of the last row seen
	failing bool   // whether the last read failed
	stop    context.CancelFunc
	stopped chan struct{}
}

// watchChanges follows the change log after the row with a Seq.
func (s *Shortener) watchChanges(seq uint64) *changeWatch {
	ctx, stop := context.WithCancel(context.Background())
	w := &changeWatch{Shortener: s, seq: seq, stop: stop, stopped: make(chan struct{})}
	go w.run(ctx)
	return w
}

// close stops the goroutine and waits until it ends or ctx is done.
func (w *changeWatch) close(ctx context.Context) {
	w.stop()
	select {
	case <-w.stopped:
	case <-ctx.Done():
	}
}

func (w *changeWatch) run(ctx context.Context) {
	defer close(w.stopped)
	looks, tidies, uses := time.NewTicker(watchInterval), time.NewTicker(tidyInterval), time.NewTicker(usesInterval)
	defer looks.Stop()
	defer tidies.Stop()
	defer uses.Stop()
	w.tidy(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-looks.C:
			if err := w.look(ctx); errors.Is(err, ErrClosed) {
				return
			}
		case <-tidies.C:
			w.tidy(ctx)
		case <-uses.C:
			w.writeTokenUses(ctx)
		}
	}
}

// tidy removes the rows of the log, the claims of domains and the links in the bin that
// are too old.
func (w *changeWatch) tidy(ctx context.Context) {
	// There are no durable cursors on the log, so no row waits to be read.
	err := errors.Join(w.trimChanges(ctx, math.MaxUint64), w.endClaims(ctx), w.emptyBin(ctx))
	if err != nil && ctx.Err() == nil && !errors.Is(err, ErrClosed) {
		w.opts.Logger.Error("removing old changes, claims of domains and deleted links", slog.Any("error", err))
	}
}

// look applies new rows. It logs the first of several successive failures.
func (w *changeWatch) look(ctx context.Context) error {
	err := w.catchUp(ctx)
	if err != nil && !w.failing && !errors.Is(err, ErrClosed) && ctx.Err() == nil {
		w.opts.Logger.Error("reading the change log", slog.Any("error", err))
	}
	w.failing = err != nil
	return err
}

// catchUp applies rows until there are no more. After a failure, the next call
// applies the same rows again.
func (w *changeWatch) catchUp(ctx context.Context) error {
	for {
		rows, err := w.store.ChangesAfter(ctx, w.seq, watchPage)
		if errors.Is(err, ErrGone) {
			return w.startOver(ctx)
		}
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := w.apply(ctx, rows); err != nil {
			return err
		}
		w.seq = rows[len(rows)-1].Seq
	}
}

// startOver invalidates all caches because rows were missed, for example while
// the process was suspended for a long time.
func (w *changeWatch) startOver(ctx context.Context) error {
	last, err := w.store.LastChange(ctx)
	if err != nil {
		return err
	}
	w.cache.InvalidateAll()
	w.revisions.ForgetAll()
	if err := w.loadDomains(ctx); err != nil {
		return err
	}
	w.seq = last
	return nil
}

// apply invalidates what the rows say has changed.
func (w *changeWatch) apply(ctx context.Context, rows []Change) error {
	newDomains := false
	for _, c := range rows {
		switch c.Kind {
		case KindLink:
			w.outdate(c)
		case KindDesign:
			w.revisions.Forget(cache.Design{Workspace: c.Workspace, ID: c.ID})
		case KindWorkspace:
			if c.Action == ActionUpdate {
				w.cache.InvalidateAll() // compiled links may use the zone
			}
		case KindDomain:
			newDomains = true
		}
	}
	if newDomains {
		return w.loadDomains(ctx)
	}
	return nil
}

// outdate invalidates the cache entries of a changed link, unless they are
// already at this revision, as after the Shortener's own changes.
func (w *changeWatch) outdate(c Change) {
	for _, code := range c.Codes {
		at := cache.Address{Domain: code.Domain, Code: code.ShortCode}
		e, ok := w.cache.Peek(at)
		isNew := ok && c.Action != ActionDelete && e.Miss == cache.Found && uint64(e.plan.Revision) >= c.Revision
		if !isNew {
			w.cache.Invalidate(at)
		}
	}
}
