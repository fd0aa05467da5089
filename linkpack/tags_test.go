package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

func tagged(kit *linkpacktest.Kit, tags ...string) *linkpack.Link {
	return kit.NewLink(linkpack.Link{Destination: home, Tags: tags})
}

func tagsOf(t *testing.T, kit *linkpacktest.Kit) string {
	t.Helper()
	tags, err := kit.Tags(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(tags)
}

func TestTagsAreCountedRenamedAndDeleted(t *testing.T) {
	kit := linkpacktest.New(t)
	one, both := tagged(kit, "spring", "a"), tagged(kit, "b", "spring", "summer")
	for range 300 {
		tagged(kit, "spring")
	}
	if got := tagsOf(t, kit); got != "[{a 1} {b 1} {spring 302} {summer 1}]" {
		t.Errorf("tags %s", got)
	}
	n, err := kit.RenameTag(linkpack.WithActor(t.Context(), "ann"), "", "spring", " summer ")
	if err != nil || n != 302 {
		t.Errorf("%d links were renamed, %v", n, err)
	}
	if got := tagsOf(t, kit); got != "[{a 1} {b 1} {summer 302}]" {
		t.Errorf("after renaming: %s", got)
	}
	for link, want := range map[*linkpack.Link][]string{one: {"summer", "a"}, both: {"b", "summer"}} {
		got, err := kit.Link(t.Context(), "", link.ID)
		if err != nil || !slices.Equal(got.Tags, want) || got.Revision != 2 || got.UpdatedBy != "ann" {
			t.Errorf("got %+v, %v, want tags %v", got, err, want)
		}
	}
	if n, err := kit.DeleteTag(t.Context(), "", "summer"); err != nil || n != 302 {
		t.Errorf("%d links lost the tag, %v", n, err)
	}
	if got := tagsOf(t, kit); got != "[{a 1} {b 1}]" {
		t.Errorf("after deleting: %s", got)
	}
	if n, err := kit.DeleteTag(t.Context(), "", "unknown"); err != nil || n != 0 {
		t.Errorf("an unknown tag: %d, %v", n, err)
	}
	for _, call := range [][2]string{{"a", ""}, {"", "a"}} {
		if _, err := kit.RenameTag(t.Context(), "", call[0], call[1]); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("renaming %q to %q: %v", call[0], call[1], err)
		}
	}
}

// repeatingStore runs update functions twice, as stores may.
type repeatingStore struct{ linkpack.Store }

func (r repeatingStore) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(int, *linkpack.Link) error) ([]*linkpack.Link, error) {
	return r.Store.UpdateLinks(ctx, workspace, ids, func(i int, link *linkpack.Link) error {
		if err := update(i, link.Clone()); err != nil {
			return err
		}
		return update(i, link)
	})
}

func TestALinkIsCountedOnceThoughTheStoreTriesAgain(t *testing.T) {
	s, err := linkpack.New(repeatingStore{memory.New()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	for range 3 {
		if _, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Tags: []string{"spring"}}); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.RenameTag(t.Context(), "", "spring", "summer"); err != nil || n != 3 {
		t.Errorf("%d links were renamed, %v", n, err)
	}
	if n, err := s.DeleteTag(t.Context(), "", "summer"); err != nil || n != 3 {
		t.Errorf("%d links lost the tag, %v", n, err)
	}
}
