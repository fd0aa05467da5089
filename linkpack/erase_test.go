package linkpack_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestErasedClicksAreForgotten(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "w"}); err != nil {
		t.Fatal(err)
	}
	var links []*linkpack.Link
	for _, workspace := range []string{"w", "w", "", ""} {
		links = append(links, kit.NewLink(linkpack.Link{Destination: home, Workspace: workspace}))
	}
	visit := func() {
		for _, link := range links {
			kit.Visit(link).Click()
		}
	}
	want := func(what string, wanted ...uint64) {
		t.Helper()
		for i, link := range links {
			stats, err := kit.Stats(t.Context(), link.Workspace, link.ID, analytics.Query{})
			if err != nil || stats.Clicks() != wanted[i] {
				t.Errorf("%s: link %d has %d clicks, want %d, %v", what, i, stats.Clicks(), wanted[i], err)
			}
		}
		if a, err := kit.Audit(t.Context(), nil); err != nil || len(a.Findings) > 0 {
			t.Errorf("%s: the audit: %+v, %v", what, a, err)
		}
	}
	visit()
	if err := kit.EraseClicks(t.Context(), "", []string{links[3].ID}); err != nil {
		t.Error(err)
	}
	want("a link", 1, 1, 1, 0)
	visit()
	if err := kit.EraseWorkspaceClicks(t.Context(), "w"); err != nil {
		t.Error(err)
	}
	want("a workspace", 0, 0, 2, 1)
	visit()
	want("visited again", 1, 1, 3, 2)
	if err := kit.EraseWorkspaceClicks(t.Context(), ""); err != nil {
		t.Error(err)
	}
	want("the default workspace", 1, 1, 0, 0)
	if err := kit.EraseWorkspaceClicks(t.Context(), "x"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown workspace: %v", err)
	}
	for click, err := range kit.Shortener.Clicks(t.Context(), links[2].Workspace, links[2].ID) {
		t.Errorf("a click is left: %+v, %v", click, err)
	}
}

func TestClicksOfDeletedLinksAreErased(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "w"}); err != nil {
		t.Fatal(err)
	}
	link := func(workspace string) *linkpack.Link {
		l := kit.NewLink(linkpack.Link{Destination: home, Workspace: workspace})
		kit.Visit(l).Click()
		if err := kit.DeleteLink(t.Context(), workspace, l.ID); err != nil {
			t.Fatal(err)
		}
		return l
	}
	want := func(l *linkpack.Link, clicks uint64) {
		t.Helper()
		stats, err := kit.Stats(t.Context(), l.Workspace, l.ID, analytics.Query{})
		if err != nil || stats.Clicks() != clicks {
			t.Errorf("%d clicks, want %d, %v", stats.Clicks(), clicks, err)
		}
	}
	first, second, elsewhere := link(""), link(""), link("w")

	err := kit.EraseClicks(t.Context(), "", []string{first.ID, elsewhere.ID})
	var at *linkpack.IndexError
	if !errors.As(err, &at) || at.Index != 1 || !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("another workspace's link: %v", err)
	}
	want(first, 1)
	if err := kit.EraseClicks(t.Context(), "", []string{first.ID}); err != nil {
		t.Error(err)
	}
	want(first, 0)
	want(second, 1)
	if err := kit.EraseWorkspaceClicks(t.Context(), ""); err != nil {
		t.Error(err)
	}
	want(second, 0)
	want(elsewhere, 1)
	if err := kit.EraseWorkspaceClicks(t.Context(), "w"); err != nil {
		t.Error(err)
	}
	want(elsewhere, 0)
}
