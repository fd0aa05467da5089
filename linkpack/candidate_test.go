package linkpack_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// unreachable are documents that cannot be changed while the store is down.
type unreachable struct {
	linkpack.Documents
	down atomic.Bool
}

func (u *unreachable) UpdateDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit, update func(*linkpack.Document) error) (*linkpack.Document, error) {
	if u.down.Load() {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return u.Documents.UpdateDocument(ctx, kind, workspace, id, edit, update)
}

func TestOneCandidateLeadsUntilItResigns(t *testing.T) {
	withPair(t, linkpack.Options{}, func(t *testing.T, p *pair) {
		first, second := p.here.Candidate("job"), p.there.Candidate("job")
		term, err := first.Stand(t.Context())
		steps(t, err)
		for range 100 {
			if _, err := second.Stand(t.Context()); !errors.Is(err, linkpack.ErrLed) {
				t.Fatalf("the second candidate: %v", err)
			}
			time.Sleep(time.Second)
		}
		other, err := p.there.Candidate("job2").Stand(t.Context())
		steps(t, err, other.Resign(t.Context()))
		if !term.Held() {
			t.Error("the term has ended")
		}
		steps(t, term.Resign(t.Context()))
		if term.Held() || term.Context().Err() == nil {
			t.Error("the term goes on")
		}
		next, err := second.Stand(t.Context())
		steps(t, err, next.Resign(t.Context()))
	})
}

// TestATermThatShowsNoLifeIsTakenOver keeps the owner of a term from the store. Another
// candidate takes over within half a minute, never while the owner believes in its term.
func TestATermThatShowsNoLifeIsTakenOver(t *testing.T) {
	withPair(t, linkpack.Options{}, func(t *testing.T, p *pair) {
		documents := &unreachable{Documents: p.store}
		dying, err := linkpack.New(&sharedStore{Links: p.store, Documents: documents, Changes: p.store, Visitors: p.store, Store: memory.New()}, nil)
		steps(t, err)
		defer dying.Close(context.Background())
		lost, err := dying.Candidate("job").Stand(t.Context())
		steps(t, err)
		time.Sleep(time.Minute)
		documents.down.Store(true)
		began := time.Now()
		term := waitApart(t, p.here.Candidate("job"), lost)
		documents.down.Store(false)
		if took := time.Since(began); took > 30*time.Second {
			t.Errorf("it takes %v", took)
		}
		save := func(ctx context.Context) error {
			return dying.SaveProgress(context.WithoutCancel(ctx), "job", linkpack.Progress{State: []byte("1")})
		}
		if err := save(lost.Context()); !errors.Is(err, linkpack.ErrConflict) {
			t.Errorf("a write of the one that lost its term: %v", err)
		}
		_, err = dying.Records(linkpack.KindDelivery).Create(context.WithoutCancel(lost.Context()), "", "d", []byte("{}"))
		if !errors.Is(err, linkpack.ErrConflict) {
			t.Errorf("a new document of the one that lost its term: %v", err)
		}
		steps(t, save(term.Context()), lost.Resign(t.Context()))
		if !term.Held() {
			t.Error("the new term ends with the old one")
		}
		steps(t, term.Resign(t.Context()))
	})
}

// waitApart stands until a term begins and checks that the one before has ended.
func waitApart(t *testing.T, c *linkpack.Candidate, before *linkpack.Term) *linkpack.Term {
	t.Helper()
	for {
		term, err := c.Stand(t.Context())
		if err == nil {
			if before.Held() {
				t.Error("two candidates lead")
			}
			return term
		}
		if !errors.Is(err, linkpack.ErrLed) {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
	}
}

// TestACandidateLeadsAgainAfterAnOutage loses its term to nobody.
func TestACandidateLeadsAgainAfterAnOutage(t *testing.T) {
	withPair(t, linkpack.Options{}, func(t *testing.T, p *pair) {
		documents := &unreachable{Documents: p.store}
		s, err := linkpack.New(&sharedStore{Links: p.store, Documents: documents, Changes: p.store, Visitors: p.store, Store: memory.New()}, nil)
		steps(t, err)
		defer s.Close(context.Background())
		c := s.Candidate("job")
		term, err := c.Stand(t.Context())
		steps(t, err)
		documents.down.Store(true)
		<-term.Context().Done()
		documents.down.Store(false)
		steps(t, term.Resign(t.Context()))
		again, err := c.Stand(t.Context())
		steps(t, err, again.Resign(t.Context()))
	})
}

func TestOfManyCandidatesOneLeads(t *testing.T) {
	withPair(t, linkpack.Options{}, func(t *testing.T, p *pair) {
		for range 10 {
			terms := make(chan *linkpack.Term)
			const candidates = 8
			for range candidates {
				go func() {
					term, err := p.here.Candidate("job").Stand(t.Context())
					if err != nil && !errors.Is(err, linkpack.ErrLed) {
						t.Error(err)
					}
					terms <- term
				}()
			}
			var led []*linkpack.Term
			for range candidates {
				if term := <-terms; term != nil {
					led = append(led, term)
				}
			}
			if len(led) != 1 {
				t.Fatalf("%d lead", len(led))
			}
			steps(t, led[0].Resign(t.Context()))
		}
	})
}

// exclusive is a store that no other process can change.
type exclusive struct{ *memory.Store }

func (exclusive) Exclusive() bool { return true }

func TestACandidateOnAnExclusiveStoreAlwaysLeads(t *testing.T) {
	s, err := linkpack.New(exclusive{memory.New()}, nil)
	steps(t, err)
	defer s.Close(context.Background())
	for range 2 { // as if the first had died
		term, err := s.Candidate("job").Stand(t.Context())
		steps(t, err)
		if !term.Held() {
			t.Error("the term has ended")
		}
	}
}

func TestOnlyTheHostStands(t *testing.T) {
	s, err := linkpack.New(memory.New(), nil)
	steps(t, err)
	defer s.Close(context.Background())
	ctx := linkpack.WithPrincipal(t.Context(), linkpack.Principal{Workspace: linkpack.DefaultWorkspace})
	if _, err := s.Candidate("job").Wait(ctx); !errors.Is(err, linkpack.ErrForbidden) {
		t.Error(err)
	}
}
