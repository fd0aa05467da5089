package linkpack_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestADeletedLinkKeepsTheDesignThatAnotherProcessChanged(t *testing.T) {
	_, s, other := twoProcesses(t, linkpacktest.NewClock(linkpacktest.Start()))
	design, err := s.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Design: design.ID})
	if err == nil {
		_, err = s.LatestDesignRevision(t.Context(), "", design.ID)
	}
	if err == nil {
		_, err = other.UpdateDesign(t.Context(), "", design.ID, to(`{"v":2}`))
	}
	if err == nil {
		err = s.DeleteLink(t.Context(), "", link.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	if id, revision, err := s.LastDesign(t.Context(), "", link.ShortCode); err != nil || id != design.ID || revision != 2 {
		t.Errorf("design %q, revision %d, %v", id, revision, err)
	}
}

// faultyStore fails to read links while it is broken.
type faultyStore struct {
	linkpack.Store
	broken error
}

func (s *faultyStore) Link(ctx context.Context, workspace, id string) (*linkpack.Link, error) {
	if s.broken != nil {
		return nil, s.broken
	}
	return s.Store.Link(ctx, workspace, id)
}

// irremovableStore fails to remove links.
type irremovableStore struct {
	linkpack.Store
	broken error
}

func (s *irremovableStore) DeleteLinks(ctx context.Context, workspace string, edit linkpack.Edit, ids ...string) error {
	if s.broken != nil {
		return s.broken
	}
	return s.Store.DeleteLinks(ctx, workspace, edit, ids...)
}

// designed returns a Shortener with a link that has a design.
func designed(t *testing.T, store linkpack.Store) (*linkpack.Shortener, *linkpack.Link) {
	t.Helper()
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(context.Background()) })
	design, err := s.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "first", Design: design.ID})
	if err != nil {
		t.Fatal(err)
	}
	return s, link
}

func TestALinkWhoseDesignCannotBeNotedIsNotDeleted(t *testing.T) {
	store := &faultyStore{Store: memory.New()}
	s, link := designed(t, store)
	store.broken = errors.New("the disk is away")
	if err := s.DeleteLinks(t.Context(), "", []string{link.ID}); !errors.Is(err, store.broken) {
		t.Errorf("deleted: %v", err)
	}
	store.broken = nil
	if err := s.DeleteLinks(t.Context(), "", []string{link.ID}); err != nil {
		t.Errorf("again: %v", err)
	}
}

func TestALinkWhoseRemovalFailedGivesUpCodesWithoutDesign(t *testing.T) {
	store := &irremovableStore{Store: memory.New(), broken: errors.New("the disk is full")}
	s, link := designed(t, store)
	if err := s.DeleteLinksNow(t.Context(), "", []string{link.ID}); !errors.Is(err, store.broken) {
		t.Fatalf("removed: %v", err)
	}
	changed, err := s.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.ShortCode = "second"; return nil })
	if err != nil || changed.DesignRevision != 0 {
		t.Fatalf("%+v, %v", changed, err)
	}
	if id, revision, err := s.LastDesign(t.Context(), "", "first"); err != nil || id != "" || revision != 0 {
		t.Errorf("the code given up has design %q, revision %d, %v", id, revision, err)
	}
	store.broken = nil
	if err := s.DeleteLinksNow(t.Context(), "", []string{link.ID}); err != nil {
		t.Fatal(err)
	}
	if id, revision, err := s.LastDesign(t.Context(), "", "second"); err != nil || id != link.Design || revision != 1 {
		t.Errorf("the removed link has design %q, revision %d, %v", id, revision, err)
	}
}
