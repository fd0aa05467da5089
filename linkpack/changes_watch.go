package linkpack

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
)

const (
	watchInterval = time.Second / 4 // between two reads of the change log
	watchPage     = 1000            // rows read at once
)

// changeWatch invalidates a Shortener's caches when other Shorteners on the same
// store make changes, in this process or another. It follows the change log in
// its own goroutine, so that visits do not wait for it, and does the upkeep in others,
// which may take long. The Shortener's own changes invalidate its caches directly.
type changeWatch struct {
	*Shortener
	reading chan struct{} // held while rows are applied
	seq     uint64        // of the last row seen
	failing bool          // whether the last read failed
	stop    context.CancelFunc
	stopped chan struct{}
}

// watchChanges follows the change log after the row with a Seq.
func (s *Shortener) watchChanges(seq uint64) *changeWatch {
	ctx, stop := context.WithCancel(context.Background())
	w := &changeWatch{Shortener: s, reading: make(chan struct{}, 1), seq: seq, stop: stop, stopped: make(chan struct{})}
	var running sync.WaitGroup
	running.Go(func() { w.run(ctx) })
	running.Go(func() { w.upkeep(ctx) })
	running.Go(func() { w.keepUses(ctx) })
	go func() {
		running.Wait()
		close(w.stopped)
	}()
	return w
}

// close stops the goroutines and waits until they end or ctx is done.
func (w *changeWatch) close(ctx context.Context) {
	w.stop()
	select {
	case <-w.stopped:
	case <-ctx.Done():
	}
}

// run follows the change log. It stops the upkeep, too, when the store is closed.
func (w *changeWatch) run(ctx context.Context) {
	defer w.stop()
	looks := time.NewTicker(watchInterval)
	defer looks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-looks.C:
			if err := w.look(ctx); errors.Is(err, ErrClosed) {
				return
			}
		}
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

// CatchUp applies the changes that were made to the store before the call, by other
// Shorteners or in transactions of the host's (see [WithTransaction]). A Shortener does so
// by itself four times a second. Call it when visitors must see a change at once: after
// such a transaction was committed, or when another process says that it changed
// something.
func (s *Shortener) CatchUp(ctx context.Context) error { return s.watch.catchUp(outside(ctx)) }

// catchUp applies rows until there are no more. After a failure, the next call
// applies the same rows again.
func (w *changeWatch) catchUp(ctx context.Context) error {
	select {
	case w.reading <- struct{}{}:
		defer func() { <-w.reading }()
	case <-ctx.Done():
		return ctx.Err()
	}
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
	if err := w.noteDeleted(ctx); err != nil {
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
			if err := w.changed(ctx, c); err != nil {
				return err
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

// changed applies a change of a workspace: compiled links may use its zone, and those
// of a deleted one are gone.
func (w *changeWatch) changed(ctx context.Context, c Change) error {
	if c.Action != ActionUpdate {
		return nil
	}
	err := w.noteWorkspace(ctx, c.ID)
	w.cache.InvalidateAll()
	return err
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
