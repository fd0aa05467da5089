package linkpack

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/linkpack/linkpack-go/linkpack/internal/cache"
)

const (
	watchInterval = time.Second / 4 // between two looks at the change log
	watchPage     = 1000            // rows that are read at once
	trimInterval  = time.Hour
)

// changeWatch keeps what a Shortener has cached up to date with what other
// Shorteners on the same store change, in this process or in another one. It
// follows the change log in a goroutine of its own, so that visits do not pay
// for it. What the Shortener changes itself it has forgotten already.
type changeWatch struct {
	*Shortener
	seq     uint64 // of the last row that was seen
	failing bool   // whether the last look failed
	stop    context.CancelFunc
	stopped chan struct{}
}

// watchChanges follows the change log behind a row.
func (s *Shortener) watchChanges(seq uint64) *changeWatch {
	ctx, stop := context.WithCancel(context.Background())
	w := &changeWatch{Shortener: s, seq: seq, stop: stop, stopped: make(chan struct{})}
	go w.run(ctx)
	return w
}

// close ends the goroutine and waits for it, as long as ctx allows.
func (w *changeWatch) close(ctx context.Context) {
	w.stop()
	select {
	case <-w.stopped:
	case <-ctx.Done():
	}
}

func (w *changeWatch) run(ctx context.Context) {
	defer close(w.stopped)
	looks, trims := time.NewTicker(watchInterval), time.NewTicker(trimInterval)
	defer looks.Stop()
	defer trims.Stop()
	w.trim(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-looks.C:
			if err := w.look(ctx); errors.Is(err, ErrClosed) {
				return // the store is closed, so nothing changes any more
			}
		case <-trims.C:
			w.trim(ctx)
		}
	}
}

// look applies the rows that are new. The first failure in a row is logged.
func (w *changeWatch) look(ctx context.Context) error {
	err := w.catchUp(ctx)
	if err != nil && !w.failing && !errors.Is(err, ErrClosed) && ctx.Err() == nil {
		w.opts.Logger.Error("reading the changes that others make", slog.Any("error", err))
	}
	w.failing = err != nil
	return err
}

// catchUp applies rows until there are no more. Those that fail are applied
// again.
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

// startOver forgets everything, since rows are missing: the process may have
// been suspended for very long.
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

// apply forgets what the rows say has changed.
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

// outdate makes the cache read a changed link anew, unless it knows the link at
// this revision, as it does of its own changes.
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
