package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/store/memory"
)

// newGroup makes a group.
func newGroup(t *testing.T, s *linkpack.Shortener, name, parent string) *linkpack.Group {
	t.Helper()
	made, err := s.CreateGroup(t.Context(), linkpack.Group{Name: name, Parent: parent})
	if err != nil {
		t.Fatalf("making the group %q: %v", name, err)
	}
	return made
}

// renamed returns an update of a group that sets its name.
func renamed(name string) func(*linkpack.Group) error {
	return func(g *linkpack.Group) error { g.Name = name; return nil }
}

// under returns an update of a group that sets its parent.
func under(parent string) func(*linkpack.Group) error {
	return func(g *linkpack.Group) error { g.Parent = parent; return nil }
}

func TestAGroupIsMadeReadAndChanged(t *testing.T) {
	kit := linkpacktest.New(t)
	top := newGroup(t, kit.Shortener, "  spring ", "")
	if top.Name != "spring" || top.Workspace != linkpack.DefaultWorkspace || top.Revision != 1 || !top.CreatedAt.Equal(kit.Now()) {
		t.Errorf("made as %+v", top)
	}
	inner := newGroup(t, kit.Shortener, "flowers", top.ID)
	kit.Clock.Advance(1e9)
	changed, err := kit.UpdateGroup(t.Context(), "", inner.ID, func(g *linkpack.Group) error {
		g.Name, g.Parent, g.ID, g.Workspace = " roses ", "", "x", "x"
		return nil
	})
	if err != nil || changed.Name != "roses" || changed.Parent != "" || changed.ID != inner.ID || changed.Revision != 2 || !changed.UpdatedAt.Equal(kit.Now()) {
		t.Errorf("changed to %+v, %v", changed, err)
	}
	same, err := kit.UpdateGroup(t.Context(), "", inner.ID, renamed("roses"))
	if err != nil || *same != *changed {
		t.Errorf("changed to the same: %+v, %v", same, err)
	}
	if got, err := kit.Group(t.Context(), "", inner.ID); err != nil || *got != *changed {
		t.Errorf("read as %+v, %v", got, err)
	}
	all, err := kit.Groups(t.Context(), "")
	if err != nil || len(all) != 2 || *all[0] != *top || *all[1] != *changed {
		t.Errorf("listed as %+v, %v", all, err)
	}
	refused := errors.New("refused")
	if _, err := kit.UpdateGroup(t.Context(), "", inner.ID, func(*linkpack.Group) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("an update that fails: %v", err)
	}
}

func TestGroupsThatAreRefused(t *testing.T) {
	kit := linkpacktest.New(t)
	spring, summer := newGroup(t, kit.Shortener, "spring", ""), newGroup(t, kit.Shortener, "summer", "")
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	foreign, err := kit.CreateGroup(t.Context(), linkpack.Group{Workspace: "others", Name: "spring"})
	if err != nil {
		t.Fatalf("the same name in another workspace: %v", err)
	}
	inner := newGroup(t, kit.Shortener, "flowers", spring.ID)
	for what, try := range map[string]struct {
		name, parent string
		want         string
	}{
		"no name":                    {"", "", "name: is required"},
		"spaces":                     {" \t", "", "name: is required"},
		"a long name":                {strings.Repeat("ü", 101), "", "name: has 101 characters"},
		"a control character":        {"a\u0085", "", "name: must not contain"},
		"no UTF-8":                   {"a\xff", "", "name: is not valid UTF-8"},
		"a taken name":               {"flowers", "", `group "flowers": linkpack: already exists`},
		"an unknown parent":          {"new", "none", `parent: there is no group "none"`},
		"another workspace's parent": {"new", foreign.ID, "parent: there is no group"},
	} {
		_, made := kit.CreateGroup(t.Context(), linkpack.Group{Name: try.name, Parent: try.parent})
		_, changed := kit.UpdateGroup(t.Context(), "", summer.ID, func(g *linkpack.Group) error { g.Name, g.Parent = try.name, try.parent; return nil })
		for call, err := range map[string]error{"made": made, "changed": changed} {
			if err == nil || !strings.Contains(err.Error(), try.want) {
				t.Errorf("%s with %s: %v", call, what, err)
			}
		}
	}
	for what, parent := range map[string]string{"itself": spring.ID, "one in it": inner.ID} {
		_, err := kit.UpdateGroup(t.Context(), "", spring.ID, under(parent))
		if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "parent" {
			t.Errorf("moved into %s: %v", what, err)
		}
	}
	if _, err := kit.UpdateGroup(t.Context(), "", foreign.ID, renamed("x")); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("changing another workspace's group: %v", err)
	}
	if all, err := kit.Groups(t.Context(), ""); err != nil || len(all) != 3 {
		t.Errorf("%d groups, %v", len(all), err)
	}
}

func TestGroupsAreTenDeep(t *testing.T) {
	kit := linkpacktest.New(t)
	var path []string
	parent := ""
	for i := range 10 {
		parent = newGroup(t, kit.Shortener, fmt.Sprint(i), parent).ID
		path = append(path, parent)
	}
	_, err := kit.CreateGroup(t.Context(), linkpack.Group{Name: "deeper", Parent: parent})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "parent" {
		t.Errorf("one more: %v", err)
	}
	branch := newGroup(t, kit.Shortener, "branch", "")
	newGroup(t, kit.Shortener, "leaf", branch.ID)
	if _, err := kit.UpdateGroup(t.Context(), "", branch.ID, under(path[8])); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("two at level 10: %v", err)
	}
	if _, err := kit.UpdateGroup(t.Context(), "", branch.ID, under(path[7])); err != nil {
		t.Errorf("two at level 9: %v", err)
	}
}

// fullStore has as many groups and templates as a workspace can have.
type fullStore struct{ linkpack.Store }

func (s fullStore) CountDocuments(ctx context.Context, kind, workspace string) (int, error) {
	switch kind {
	case linkpack.KindGroup:
		return 10_000, nil
	case linkpack.KindTemplate:
		return 1000, nil
	}
	return s.Store.CountDocuments(ctx, kind, workspace)
}

func TestAWorkspaceHasTenThousandGroups(t *testing.T) {
	s, err := linkpack.New(fullStore{memory.New()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	_, err = s.CreateGroup(t.Context(), linkpack.Group{Name: "one more"})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "name" {
		t.Errorf("a group: %v", err)
	}
	_, err = s.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "one more"})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "group" {
		t.Errorf("a link in a new group: %v", err)
	}
}

func TestLinksAreCountedByGroup(t *testing.T) {
	kit := linkpacktest.New(t)
	for _, group := range []string{"spring", "summer", "spring", ""} {
		kit.NewLink(linkpack.Link{Destination: home, Group: group, Tags: []string{"t" + group}})
	}
	binned(t, kit, linkpack.Link{Destination: home, Group: "spring"})
	spring, summer := groupNamed(t, kit.Shortener, "spring"), groupNamed(t, kit.Shortener, "summer")
	counts, err := kit.CountLinksByGroup(t.Context(), "")
	if err != nil || len(counts) != 3 || counts[spring.ID] != 2 || counts[summer.ID] != 1 || counts[""] != 1 {
		t.Errorf("%v, %v", counts, err)
	}
	ctx := linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{Tag: "tspring"}))
	if counts, err := kit.CountLinksByGroup(ctx, ""); err != nil || len(counts) != 1 || counts[spring.ID] != 2 {
		t.Errorf("in a scope: %v, %v", counts, err)
	}
	n, err := kit.CountLinks(t.Context(), linkpack.LinkQuery{GroupID: &spring.ID})
	if err != nil || n != 2 {
		t.Errorf("one group: %d, %v", n, err)
	}
}

// groupNamed returns the group with a name.
func groupNamed(t *testing.T, s *linkpack.Shortener, name string) *linkpack.Group {
	t.Helper()
	all, err := s.Groups(t.Context(), "")
	at := slices.IndexFunc(all, func(g *linkpack.Group) bool { return g.Name == name })
	if err != nil || at < 0 {
		t.Fatalf("no group %q: %v", name, err)
	}
	return all[at]
}
