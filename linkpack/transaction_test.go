package linkpack_test

import (
	"context"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// draft is a store in whose transactions every code leads to a draft.
type draft struct{ linkpack.Store }

func (d draft) LinkByCode(ctx context.Context, domain, code string) (*linkpack.Link, error) {
	link, err := d.Store.LinkByCode(ctx, domain, code)
	if linkpack.TransactionOf(ctx) != nil && err == nil {
		link.Destination = home + "draft"
	}
	return link, err
}

func (d draft) WorkspaceNumber(ctx context.Context, workspace string) (uint32, error) {
	number, err := d.Store.WorkspaceNumber(ctx, workspace)
	if linkpack.TransactionOf(ctx) != nil {
		number += 1000
	}
	return number, err
}

func openDraft(t *testing.T) (s *linkpack.Shortener, inTx context.Context) {
	t.Helper()
	s, err := linkpack.New(draft{memory.New()}, nil)
	steps(t, err)
	t.Cleanup(func() { steps(t, s.Close(context.Background())) })
	_, err = s.CreateLink(t.Context(), linkpack.Link{ShortCode: "x", Destination: home})
	steps(t, err)
	return s, linkpack.WithTransaction(t.Context(), "draft")
}

func TestWhatIsKeptInMemoryIsReadOutsideOfATransaction(t *testing.T) {
	s, inTx := openDraft(t)
	link, err := s.LinkByCode(inTx, "", "", "x")
	steps(t, err)
	if link.Destination != home+"draft" {
		t.Errorf("the transaction reads %q", link.Destination)
	}
	for _, ctx := range []context.Context{inTx, t.Context()} {
		link, err := s.LinkAt(ctx, "", "x")
		steps(t, err)
		if link.Destination != home {
			t.Errorf("visitors go to %q", link.Destination)
		}
	}
	res, err := s.Resolve(inTx, "", "x", &routing.Visit{Method: "GET"})
	steps(t, err, s.Record(inTx, res), s.Flush(inTx))
	for _, ctx := range []context.Context{inTx, t.Context()} {
		if used, err := s.Usage(ctx, ""); err != nil || used.Clicks != 1 {
			t.Errorf("usage %+v, %v, want one click", used, err)
		}
	}
}

func TestWhatATransactionCannotDo(t *testing.T) {
	s, ctx := openDraft(t)
	_, create := s.CreateDomain(ctx, linkpack.Domain{Host: "go.example"})
	_, update := s.UpdateDomain(ctx, "", "go.example", func(*linkpack.Domain) error { return nil })
	_, verify := s.VerifyDomain(ctx, "", "go.example")
	for name, err := range map[string]error{
		"CreateDomain": create, "UpdateDomain": update, "VerifyDomain": verify,
		"DeleteDomain":    s.DeleteDomain(ctx, "", "go.example"),
		"DeleteVisitor":   s.DeleteVisitor(ctx, "", "v"),
		"DeleteWorkspace": s.DeleteWorkspace(ctx, "other"),
	} {
		if !errors.Is(err, linkpack.ErrTransaction) {
			t.Errorf("%s in a transaction: %v", name, err)
		}
	}
}

func TestCatchUpSeesWhatAnotherOneChangedAtOnce(t *testing.T) {
	withPair(t, linkpack.Options{}, func(t *testing.T, p *pair) {
		link, err := p.here.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "x"})
		steps(t, err)
		p.leads(t, "x", home, nil)
		_, err = p.here.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Destination = home + "new"; return nil })
		steps(t, err, p.there.CatchUp(t.Context()))
		if got, err := visit(p.there, "x"); got != home+"new" || err != nil {
			t.Errorf("x leads to %q, %v", got, err)
		}
		p.apart.down.Store(true)
		if p.there.CatchUp(t.Context()) == nil {
			t.Error("no error from a store that does not answer")
		}
		p.apart.down.Store(false)
	})
}
