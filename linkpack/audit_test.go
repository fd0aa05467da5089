package linkpack_test

import (
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestAuditOfALinksDays(t *testing.T) {
	kit := linkpacktest.New(t)
	link, other := kit.Link(linkpack.Link{Destination: home}), kit.Link(linkpack.Link{Destination: home})
	for range 3 {
		kit.Visit(link).Click()
		kit.Visit(other).Click()
		kit.Clock.Advance(24 * time.Hour)
	}
	for name, query := range map[string]linkpack.AuditQuery{
		"everything":        {},
		"a link":            {Links: []*linkpack.Link{link}},
		"the second day":    {From: linkpacktest.Start().Add(24 * time.Hour), To: linkpacktest.Start().Add(24 * time.Hour)},
		"from a day on":     {From: linkpacktest.Start().Add(48 * time.Hour)},
		"up to the last":    {To: kit.Now()},
		"before everything": {To: linkpacktest.Start().Add(-24 * time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			if a, err := kit.Audit(t.Context(), query); err != nil || len(a.Findings) > 0 {
				t.Errorf("the audit: %+v, %v", a, err)
			}
			if a, err := kit.Rebuild(t.Context(), query); err != nil || len(a.Findings) > 0 {
				t.Errorf("the rebuild: %+v, %v", a, err)
			}
		})
	}
	if _, err := kit.Audit(t.Context(), linkpack.AuditQuery{From: kit.Now(), To: kit.Now().Add(-time.Hour)}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a range that ends before it begins: %v", err)
	}
}

func TestErasedClicksAreForgotten(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "w"}); err != nil {
		t.Fatal(err)
	}
	var links []*linkpack.Link
	for _, workspace := range []string{"w", "w", "", ""} {
		links = append(links, kit.Link(linkpack.Link{Destination: home, Workspace: workspace}))
	}
	visit := func() {
		for _, link := range links {
			kit.Visit(link).Click()
		}
	}
	want := func(what string, wanted ...uint64) {
		t.Helper()
		for i, link := range links {
			stats, err := kit.Stats(t.Context(), link, linkpack.StatsQuery{})
			if err != nil || stats.Clicks() != wanted[i] {
				t.Errorf("%s: link %d has %d clicks, want %d, %v", what, i, stats.Clicks(), wanted[i], err)
			}
		}
		if a, err := kit.Audit(t.Context(), linkpack.AuditQuery{}); err != nil || len(a.Findings) > 0 {
			t.Errorf("%s: the audit: %+v, %v", what, a, err)
		}
	}
	visit()
	if err := kit.EraseClicks(t.Context(), links[3]); err != nil {
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
	for click, err := range kit.Shortener.Clicks(t.Context(), links[2]) {
		t.Errorf("a click is left: %+v, %v", click, err)
	}
}
