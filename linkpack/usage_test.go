package linkpack_test

import (
	"errors"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestUsageCountsWhatAWorkspaceHas(t *testing.T) {
	kit, records := domainKit(t)
	if _, err := kit.UpdateWorkspace(t.Context(), "other", func(w *linkpack.Workspace) error { w.Timezone = "Pacific/Auckland"; return nil }); err != nil {
		t.Fatal(err)
	}
	want := func(what string, want linkpack.Usage) {
		t.Helper()
		if err := kit.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := kit.Usage(t.Context(), "other")
		if err != nil || !got.Since.Equal(want.Since) {
			t.Fatalf("%s: %+v, %v", what, got, err)
		}
		if got.Since = want.Since; *got != want {
			t.Errorf("%s: %+v, want %+v", what, *got, want)
		}
	}
	auckland, err := kit.Timezone(t.Context(), "other")
	if err != nil {
		t.Fatal(err)
	}
	january := time.Date(2026, 1, 1, 0, 0, 0, 0, auckland)
	want("empty", linkpack.Usage{Since: january})

	activate(t, kit, records, linkpack.Domain{Workspace: "other", Host: "other.example"})
	for _, secret := range []string{"one secret of a test", "two secrets of a test"} {
		if _, err := kit.CreateToken(t.Context(), linkpack.Token{Workspace: "other", Secret: secret}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := kit.CreateDesign(t.Context(), linkpack.StoredDesign{Workspace: "other", Body: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	deleted := kit.NewLink(linkpack.Link{Workspace: "other", Destination: home})
	kit.NewLink(linkpack.Link{Workspace: "other", Destination: home, Archived: true})
	kit.Visit(kit.NewLink(linkpack.Link{Destination: home})).Click()
	for range 3 {
		kit.Visit(deleted).Click()
	}
	if err := kit.DeleteLink(t.Context(), "other", deleted.ID); err != nil {
		t.Fatal(err)
	}
	all := linkpack.Usage{Links: 1, Domains: 1, Tokens: 2, Designs: 1, Clicks: 3, Since: january}
	want("with all", all)

	kit.Clock.Set(time.Date(2026, 1, 31, 11, 30, 0, 0, time.UTC)) // half past midnight in Auckland
	all.Clicks, all.Since = 0, january.AddDate(0, 1, 0)
	want("a month later", all)

	if _, err := kit.Usage(t.Context(), "nobody"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown workspace: %v", err)
	}
}

func TestLinksAreCountedByAQuery(t *testing.T) {
	kit := linkpacktest.New(t)
	for range 1100 {
		kit.NewLink(linkpack.Link{Destination: home, Group: "many"})
	}
	kit.NewLink(linkpack.Link{Destination: home, Group: "one", Archived: true})
	archived := true
	for want, query := range map[int]linkpack.LinkQuery{
		1101: {Limit: 7, Sort: linkpack.SortName}, 1100: {Group: "many", Limit: 1, Cursor: "ignored"},
		1: {Archived: &archived}, 0: {Workspace: "nobody"},
	} {
		if n, err := kit.CountLinks(t.Context(), query); err != nil || n != want {
			t.Errorf("%d links, want %d, %v", n, want, err)
		}
	}
}
