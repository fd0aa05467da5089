package linkpack_test

import (
	"context"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// damagedFirst has a damaged document of a kind before all others.
type damagedFirst struct {
	linkpack.Store
	kind string
}

func (s *damagedFirst) ListDocuments(ctx context.Context, kind, workspace, after string, limit int) ([]*linkpack.Document, error) {
	found, err := s.Store.ListDocuments(ctx, kind, workspace, after, limit)
	if kind == s.kind && after == "" {
		err = errors.Join(err, &linkpack.DamagedError{Kind: kind, Err: errors.New("a flipped bit")})
	}
	return found, err
}

// withDamage returns a Shortener that has a workspace w, with a token and a domain.
func withDamage(t *testing.T, kind string) *linkpack.Shortener {
	t.Helper()
	s, err := linkpack.New(&damagedFirst{memory.New(), kind}, nil)
	steps(t, err)
	t.Cleanup(func() { _ = s.Close(context.Background()) })
	steps(t, only(s.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "w"})))
	steps(t, only(s.CreateToken(t.Context(), linkpack.Token{Workspace: "w"})))
	steps(t, only(s.CreateDomain(t.Context(), linkpack.Domain{Workspace: "w", Host: "w.example"})))
	return s
}

func TestDamageBeforeWhatIsRemovedIsTold(t *testing.T) {
	s := withDamage(t, linkpack.KindToken)
	if err := s.DeleteWorkspace(t.Context(), "w"); !errors.Is(err, linkpack.ErrDamaged) {
		t.Errorf("error %v", err)
	}
}

func TestADamagedDomainOfAnotherWorkspaceBreaksNothing(t *testing.T) {
	s := withDamage(t, linkpack.KindDomain)
	if u, err := s.Usage(t.Context(), "w"); err != nil || u.Domains != 1 {
		t.Errorf("usage %+v, %v", u, err)
	}
	if err := s.DeleteWorkspace(t.Context(), "w"); err != nil {
		t.Errorf("deleting the workspace: %v", err)
	}
	if own, err := s.Domains(t.Context(), "w"); len(own) > 0 || !errors.Is(err, linkpack.ErrDamaged) {
		t.Errorf("domains %v, %v", own, err)
	}
}
