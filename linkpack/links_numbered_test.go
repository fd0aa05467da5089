package linkpack_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestLinksByNumber(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	live := kit.NewLink(linkpack.Link{Destination: home, Tags: []string{"red"}, Group: "g"})
	binned := kit.NewLink(linkpack.Link{Destination: home})
	theirs := kit.NewLink(linkpack.Link{Destination: home, Workspace: "others"})
	if err := kit.DeleteLink(t.Context(), "", binned.ID); err != nil {
		t.Fatal(err)
	}
	wanted := []uint32{binned.Number, live.Number, theirs.Number, live.Number, 1 << 30}
	for name, c := range map[string]struct {
		scope     linkpack.Scope
		workspace string
		want      []uint32
	}{
		"all":               {linkpack.Scope{}, "", []uint32{live.Number, binned.Number}},
		"a tag":             {linkpack.Scope{Tag: "red"}, "", []uint32{live.Number}},
		"another workspace": {linkpack.Scope{}, "others", []uint32{theirs.Number}},
	} {
		principal := scoped(c.scope)
		if c.workspace != "" {
			principal.Workspace = c.workspace
		}
		found, err := kit.LinksByNumber(linkpack.WithPrincipal(t.Context(), principal), c.workspace, wanted)
		if got := slices.Sorted(maps.Keys(found)); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v, want %v", name, got, err, c.want)
		}
	}
	found, err := kit.LinksByNumber(t.Context(), "", []uint32{live.Number})
	if err != nil || found[live.Number].Group != "g" {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := kit.LinksByNumber(linkpack.WithPrincipal(t.Context(), scoped(linkpack.Scope{})), "others", wanted); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("in another workspace: %v", err)
	}
}
