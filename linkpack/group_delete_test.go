package linkpack_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestOnlyEmptyGroupsAreDeletedWithoutWord(t *testing.T) {
	kit := linkpacktest.New(t)
	top := newGroup(t, kit.Shortener, "spring", "")
	inner := newGroup(t, kit.Shortener, "flowers", top.ID)
	link := kit.NewLink(linkpack.Link{Destination: home, GroupID: inner.ID})
	for what, g := range map[string]*linkpack.Group{"groups": top, "links": inner} {
		if err := kit.DeleteGroup(t.Context(), "", g.ID, nil); !errors.Is(err, linkpack.ErrNotEmpty) {
			t.Errorf("one with %s: %v", what, err)
		}
		if got, err := kit.Group(t.Context(), "", g.ID); err != nil || *got != *g {
			t.Errorf("one with %s is %+v, %v", what, got, err)
		}
	}
	if err := kit.DeleteLink(t.Context(), "", link.ID); err != nil {
		t.Fatal(err)
	}
	for _, g := range []*linkpack.Group{inner, top} {
		if err := kit.DeleteGroup(t.Context(), "", g.ID, nil); err != nil {
			t.Errorf("an empty one: %v", err)
		}
		if err := kit.DeleteGroup(t.Context(), "", g.ID, nil); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("a second time: %v", err)
		}
	}
	if again := newGroup(t, kit.Shortener, "spring", ""); again.ID == top.ID {
		t.Error("the ID is given again")
	}
	restored, err := kit.RestoreLink(t.Context(), "", link.ID, nil)
	if err != nil || restored.Group != "" || restored.GroupID != "" {
		t.Errorf("restored as %+v, %v", restored, err)
	}
}

func TestLinksMoveWhereADeletedGroupSendsThem(t *testing.T) {
	none := ""
	for name, to := range map[string]func(*linkpacktest.Kit) *string{
		"":       func(*linkpacktest.Kit) *string { return &none },
		"summer": func(kit *linkpacktest.Kit) *string { return &newGroup(t, kit.Shortener, "summer", "").ID },
	} {
		kit := linkpacktest.New(t)
		target := to(kit)
		spring := newGroup(t, kit.Shortener, "spring", "")
		inner := newGroup(t, kit.Shortener, "flowers", spring.ID)
		links := slices.Repeat([]linkpack.Link{{Destination: home, GroupID: spring.ID}}, 300)
		made, err := kit.CreateLinks(t.Context(), links)
		if err != nil {
			t.Fatal(err)
		}
		deep := kit.NewLink(linkpack.Link{Destination: home, GroupID: inner.ID})
		if err := kit.DeleteGroup(t.Context(), "", spring.ID, target); err != nil {
			t.Fatalf("to %q: %v", name, err)
		}
		if got := codesOf(t, kit.Shortener, linkpack.LinkQuery{GroupID: target}); len(got) != 300 {
			t.Errorf("to %q: %d links", name, len(got))
		}
		moved, err := kit.Link(t.Context(), "", made[0].ID)
		if err != nil || moved.Group != name || moved.GroupID != *target || moved.Revision != 2 {
			t.Errorf("to %q: %+v, %v", name, moved, err)
		}
		if got, err := kit.Group(t.Context(), "", inner.ID); err != nil || got.Parent != *target {
			t.Errorf("to %q: the group in it is %+v, %v", name, got, err)
		}
		if got, err := kit.Link(t.Context(), "", deep.ID); err != nil || got.Group != "flowers" || got.Revision != 1 {
			t.Errorf("to %q: a link of the group in it is %+v, %v", name, got, err)
		}
		if _, err := kit.Group(t.Context(), "", spring.ID); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("to %q: the group: %v", name, err)
		}
		revisions, err := kit.LinkRevisions(t.Context(), "", moved.ID)
		want := []linkpack.FieldChange{{Field: "group", From: spring.ID, To: name}} // its name is not known any more
		if err != nil || !slices.Equal(revisions[0].Changes, want) {
			t.Errorf("to %q: history %+v, %v", name, revisions, err)
		}
		back, err := kit.RollBackLink(t.Context(), "", moved.ID, 1)
		if err != nil || back.Group != "" || back.GroupID != "" {
			t.Errorf("to %q: rolled back to %+v, %v", name, back, err)
		}
	}
}

func TestGroupsThatCannotBeDeleted(t *testing.T) {
	kit := linkpacktest.New(t)
	spring := newGroup(t, kit.Shortener, "spring", "")
	inner := newGroup(t, kit.Shortener, "flowers", spring.ID)
	for what, to := range map[string]string{"itself": spring.ID, "one in it": inner.ID, "none": "none", "no text": "\xff"} {
		err := kit.DeleteGroup(t.Context(), "", spring.ID, &to)
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "move_to" {
			t.Errorf("to %s: %v", what, err)
		}
	}
	for _, id := range []string{"none", "", "\xff"} {
		if err := kit.DeleteGroup(t.Context(), "", id, &spring.ID); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if got, err := kit.Group(t.Context(), "", spring.ID); err != nil || *got != *spring {
		t.Errorf("%+v, %v", got, err)
	}
}

// interruptedStore fails to change links while it is broken.
type interruptedStore struct {
	linkpack.Store
	broken error
}

func (s *interruptedStore) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(int, *linkpack.Link) error) ([]*linkpack.Link, error) {
	if s.broken != nil {
		return nil, s.broken
	}
	return s.Store.UpdateLinks(ctx, workspace, ids, update)
}

func TestAnInterruptedDeletionOfAGroupIsContinued(t *testing.T) {
	store := &interruptedStore{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "spring"})
	if err != nil {
		t.Fatal(err)
	}
	gone, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "spring"})
	if err == nil {
		err = s.DeleteLink(t.Context(), "", gone.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	store.broken = errors.New("the disk is full")
	none := ""
	if err := s.DeleteGroup(t.Context(), "", link.GroupID, &none); !errors.Is(err, store.broken) {
		t.Errorf("%v", err)
	}
	store.broken = nil
	if g, err := s.Group(t.Context(), "", link.GroupID); err != nil || g.DeletedAt.IsZero() {
		t.Errorf("half deleted: %+v, %v", g, err)
	}
	for _, in := range []linkpack.Link{{Group: "spring"}, {GroupID: link.GroupID}} {
		in.Destination = home
		if _, err := s.CreateLink(t.Context(), in); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("a link in a group that is being deleted: %v", err)
		}
	}
	if _, err := s.CreateGroup(t.Context(), linkpack.Group{Name: "x", Parent: link.GroupID}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a group in it: %v", err)
	}
	if _, err := s.UpdateGroup(t.Context(), "", link.GroupID, renamed("x")); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("changing it: %v", err)
	}
	if got, err := s.UpdateLink(t.Context(), "", link.ID, rename); err != nil || got.Group != "spring" {
		t.Errorf("changing its link: %+v, %v", got, err)
	}
	if got, err := s.RestoreLink(t.Context(), "", gone.ID, nil); err != nil || got.Group != "" || got.GroupID != "" {
		t.Errorf("restoring a link of it: %+v, %v", got, err)
	}
	if err := s.DeleteGroup(t.Context(), "", link.GroupID, nil); !errors.Is(err, linkpack.ErrNotEmpty) {
		t.Errorf("without word: %v", err)
	}
	if err := s.DeleteGroup(t.Context(), "", link.GroupID, &none); err != nil {
		t.Errorf("again: %v", err)
	}
	if got, err := s.Link(t.Context(), "", link.ID); err != nil || got.Group != "" || got.GroupID != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

// damagedGroup has a group whose row cannot be read.
type damagedGroup struct {
	linkpack.Store
	id string
}

func (s *damagedGroup) damaged(kind, id string) error {
	if kind == linkpack.KindGroup && id == s.id {
		return &linkpack.DamagedError{Kind: kind, ID: id, Err: errors.New("a flipped bit")}
	}
	return nil
}

func (s *damagedGroup) Document(ctx context.Context, kind, workspace, id string) (*linkpack.Document, error) {
	if err := s.damaged(kind, id); err != nil {
		return nil, err
	}
	return s.Store.Document(ctx, kind, workspace, id)
}

func (s *damagedGroup) UpdateDocument(ctx context.Context, kind, workspace, id string, edit *linkpack.Edit, update func(*linkpack.Document) error) (*linkpack.Document, error) {
	if err := s.damaged(kind, id); err != nil {
		return nil, err
	}
	return s.Store.UpdateDocument(ctx, kind, workspace, id, edit, update)
}

func TestADamagedGroupIsDeleted(t *testing.T) {
	store := &damagedGroup{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "spring"})
	if err != nil {
		t.Fatal(err)
	}
	store.id = link.GroupID
	if got, err := s.UpdateLink(t.Context(), "", link.ID, rename); err != nil || got.Group != "" || got.GroupID != link.GroupID {
		t.Errorf("a link in it is changed to %+v, %v", got, err)
	}
	if _, err := s.Group(t.Context(), "", link.GroupID); !errors.Is(err, linkpack.ErrDamaged) {
		t.Errorf("reading it: %v", err)
	}
	none := ""
	if err := s.DeleteGroup(t.Context(), "", link.GroupID, &none); err != nil {
		t.Errorf("deleting it: %v", err)
	}
	if got, err := s.Link(t.Context(), "", link.ID); err != nil || got.GroupID != "" {
		t.Errorf("its link: %+v, %v", got, err)
	}
}
