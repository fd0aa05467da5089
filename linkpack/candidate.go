package linkpack

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

// Only one of the Shorteners on a store may do some jobs at a time. A document says who
// does, and its owner changes it every few seconds as a sign of life. The others take over
// when they have not seen a change for long enough. So each measures with its own clock how
// long something took, and no two clocks need to agree. Who takes over writes a new
// document and removes the old one, on which everything depends that the owner wrote.

// kindTerm is the kind of these documents. The ID is the job, a slash, and a number that
// rises with each term.
const kindTerm = "term"

const (
	// standInterval is between two looks at the term of another candidate.
	standInterval = time.Second
	// deadAfter is how long the owner of a term shows no sign of life before another
	// candidate takes over. It is longer than the owner itself goes on without one.
	deadAfter = 15 * time.Second
)

// ErrLed means that another process does a job that only one may do at a time.
var ErrLed = errors.New("linkpack: another process does this job")

// termBody is the body of a document of kindTerm.
type termBody struct {
	Owner string `json:"owner,omitempty"` // empty if the term ended in order
	Beats uint64 `json:"beats"`
}

// Candidate wants to do a job that only one of the Shorteners on a store may do at a time,
// in this process or another. It is not safe for concurrent use.
type Candidate struct {
	s       *Shortener
	job     string
	owner   string    // differs from that of other candidates
	seen    *Document // the last term, by another owner
	since   time.Time // when seen was first seen as it is
	failing bool      // whether the last call of Stand failed
}

// Candidate returns a candidate for a job. A host can use it for jobs of its own: their
// names are not empty, have no slash, and are not "webhooks" and "upkeep".
func (s *Shortener) Candidate(job string) *Candidate {
	return &Candidate{s: s, job: job, owner: rand.Text()}
}

// Stand begins a term in which this candidate does the job. It returns ErrLed while another
// one does: until a second after that one has ended its term in order, or 15 seconds after
// its last sign of life that Stand has seen. So call Stand again and again. If no other
// process can change the store, Stand always succeeds; see [Exclusive]. Only the host may
// call it. The term does not end with ctx, but its context has the values of ctx.
func (c *Candidate) Stand(ctx context.Context) (*Term, error) {
	if err := errors.Join(permitOperator(ctx), ctx.Err()); err != nil {
		return nil, err
	}
	if s, ok := c.s.store.Store.(Exclusive); ok && s.Exclusive() {
		return newTerm(ctx, c.s), nil
	}
	terms, err := c.terms(ctx)
	if err != nil {
		return nil, err
	}
	if n := len(terms); n > 0 && !c.mayFollow(terms[n-1]) {
		return nil, fmt.Errorf("%s: %w", c.job, ErrLed)
	}
	return c.begin(ctx, terms)
}

// Wait calls Stand once a second until a term begins, ctx is done or the store is closed.
// It logs the first of several successive failures.
func (c *Candidate) Wait(ctx context.Context) (*Term, error) {
	for {
		term, err := c.Stand(ctx)
		if err == nil || ctx.Err() != nil || errors.Is(err, ErrClosed) || errors.Is(err, ErrForbidden) {
			return term, err
		}
		failing := !errors.Is(err, ErrLed)
		if failing && !c.failing {
			c.s.opts.Logger.Error("finding out who does a job", slog.String("job", c.job), slog.Any("error", err))
		}
		c.failing = failing
		select {
		case <-time.After(standInterval):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// terms returns the documents of the job, the last term at the end. There is more than one
// if somebody was interrupted while taking over.
func (c *Candidate) terms(ctx context.Context) ([]*Document, error) {
	documents, err := c.s.store.ListDocuments(ctx, kindTerm, "", c.prefix(), 0)
	for i, d := range documents {
		if !strings.HasPrefix(d.ID, c.prefix()) {
			documents = documents[:i]
			break
		}
	}
	return documents, err
}

func (c *Candidate) prefix() string { return c.job + "/" }

// mayFollow reports whether the last term has ended, as far as the candidate can see. Its
// own has: it would not stand otherwise.
func (c *Candidate) mayFollow(last *Document) bool {
	var body termBody
	if err := json.Unmarshal(last.Body, &body); err == nil && (body.Owner == "" || body.Owner == c.owner) {
		return true
	}
	if c.seen == nil || c.seen.ID != last.ID || !bytes.Equal(c.seen.Body, last.Body) {
		c.seen, c.since = last, time.Now()
	}
	return time.Since(c.since) >= deadAfter
}

// begin begins a term after others. It returns ErrLed if another candidate was quicker. It
// goes on when ctx is done, since a document without an owner keeps the others waiting.
func (c *Candidate) begin(ctx context.Context, terms []*Document) (*Term, error) {
	t := newTerm(ctx, c.s)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), resignTimeout)
	defer cancel()
	held, number := ctx, uint64(1)
	if n := len(terms); n > 0 {
		held, number = unchanged(ctx, terms[n-1]), c.number(terms[n-1])+1
	}
	t.document = Document{Kind: kindTerm, ID: fmt.Sprintf("%s%016x", c.prefix(), number)}
	t.body.Owner = c.owner
	err := t.create(held)
	if errors.Is(err, ErrExists) || errors.Is(err, ErrConflict) {
		err = fmt.Errorf("%s: %w", c.job, ErrLed)
	}
	for _, d := range terms {
		if err == nil {
			err = ignoring(ErrNotFound, c.s.store.DeleteDocument(ctx, kindTerm, "", d.ID, nil))
		}
	}
	if err != nil {
		return nil, err
	}
	t.start()
	return t, nil
}

// number returns the number of a term.
func (c *Candidate) number(d *Document) uint64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(d.ID, c.prefix()), 16, 64)
	if err != nil {
		return 0
	}
	return n
}

// ignoring returns err unless it is one that does not matter.
func ignoring(harmless, err error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}
