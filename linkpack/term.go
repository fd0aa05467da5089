package linkpack

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// beatInterval is between two signs of life of the owner of a term.
	beatInterval = 4 * time.Second
	// termLifetime is how long a term goes on after its last sign of life.
	termLifetime = 10 * time.Second
	// beatAgain is how long to wait after a sign of life could not be written.
	beatAgain = time.Second
)

// Term is a time in which a [Candidate] does its job. It ends with [Term.Resign], ten
// seconds after the store was last reached, or when another candidate has taken over. It is
// safe for concurrent use.
type Term struct {
	s        *Shortener
	ctx      context.Context
	end      context.CancelFunc
	document Document
	body     termBody     // as it was last written
	began    time.Time    // the clock of until, which is monotonic
	until    atomic.Int64 // when it ends without another sign of life, after began
	running  sync.WaitGroup
}

// newTerm returns a term that ends only with Resign.
func newTerm(ctx context.Context, s *Shortener) *Term {
	t := &Term{s: s, began: time.Now()}
	t.until.Store(math.MaxInt64)
	t.ctx, t.end = context.WithCancel(context.WithoutCancel(ctx))
	return t
}

// create writes the document of the term.
func (t *Term) create(ctx context.Context) error {
	body, err := json.Marshal(&t.body)
	if err != nil {
		return err
	}
	t.document.Body = body
	return t.s.store.CreateDocument(ctx, &t.document, nil)
}

// start makes everything depend on the document, and shows signs of life.
func (t *Term) start() {
	condition := ConditionOf(t.ctx)
	condition.Documents = append(slices.Clip(condition.Documents), DocumentRevision{kindTerm, "", t.document.ID, t.document.Revision})
	t.ctx = WithCondition(t.ctx, condition)
	t.until.Store(int64(termLifetime)) // since before the document was written
	t.running.Go(t.keep)
}

// Context returns a context that ends with the term. After that the store refuses what is
// written with it, or with a context that is made of it, with ErrConflict: also from a
// process that was stopped meanwhile and does not know.
func (t *Term) Context() context.Context { return t.ctx }

// Held reports whether the term goes on, so that nobody else does the job. Unlike the
// context it is right at once in a process that was stopped, so ask before each step that
// the store does not see.
func (t *Term) Held() bool {
	if t.left() <= 0 {
		t.end()
	}
	return t.ctx.Err() == nil
}

// Resign ends the term, so that another candidate can begin at once. Call it when nothing
// of the job runs any more.
func (t *Term) Resign(ctx context.Context) error {
	held := t.Held()
	t.end()
	t.running.Wait()
	if !held || t.document.ID == "" {
		return nil
	}
	t.body.Owner = ""
	return ignoring(ErrNotFound, t.write(ctx))
}

// keep shows signs of life until the term ends.
func (t *Term) keep() {
	defer t.end()
	wait := beatInterval
	for {
		select {
		case <-time.After(min(wait, t.left())):
		case <-t.ctx.Done():
			return
		}
		if !t.Held() {
			return
		}
		switch err := t.beat(); {
		case err == nil:
			wait = beatInterval
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrConflict), errors.Is(err, ErrClosed):
			return
		default:
			wait = beatAgain
		}
	}
}

// left returns how long the term goes on without a sign of life.
func (t *Term) left() time.Duration { return time.Duration(t.until.Load()) - time.Since(t.began) }

// beat shows a sign of life, unless the term ends before.
func (t *Term) beat() error {
	ctx, cancel := context.WithTimeout(t.ctx, t.left())
	defer cancel()
	at := time.Since(t.began)
	t.body.Beats++
	err := t.write(ctx)
	if err == nil {
		t.until.Store(int64(at + termLifetime))
	}
	return err
}

// write changes the document of the term.
func (t *Term) write(ctx context.Context) error {
	body, err := json.Marshal(&t.body)
	if err != nil {
		return err
	}
	_, err = t.s.store.UpdateDocument(ctx, kindTerm, "", t.document.ID, nil, func(d *Document) error {
		d.Body = body
		return nil
	})
	return err
}
