package linkpack_test

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// TestAWorkspaceHasTheVisitsOfDeletedLinks deletes a link and then erases its
// clicks.
func TestAWorkspaceHasTheVisitsOfDeletedLinks(t *testing.T) {
	kit := linkpacktest.New(t)
	want := func(when string, clicks uint64) {
		t.Helper()
		stats, err := kit.StatsOf(t.Context(), linkpack.LinkQuery{}, analytics.Query{})
		if err != nil || stats.Clicks() != clicks {
			t.Errorf("%s there are %d clicks, want %d, %v", when, stats.Clicks(), clicks, err)
		}
	}
	want("before the first link", 0)
	stays, goes := kit.NewLink(linkpack.Link{Destination: home}), kit.NewLink(linkpack.Link{Destination: home})
	want("before the first visit", 0)
	visitors(t, kit.Shortener, stays, 3)
	visitors(t, kit.Shortener, goes, 2)
	want("with both", 5)
	if err := kit.DeleteLink(t.Context(), "", goes.ID); err != nil {
		t.Fatal(err)
	}
	want("after one was deleted", 5)
	if err := kit.EraseClicks(t.Context(), "", []string{goes.ID}); err != nil {
		t.Fatal(err)
	}
	want("after it was erased", 3)
}

// TestAWorkspaceBeginsBeforeItsDeletedLinks deletes the oldest link, and then all.
func TestAWorkspaceBeginsBeforeItsDeletedLinks(t *testing.T) {
	kit := linkpacktest.New(t)
	first := kit.NewLink(linkpack.Link{Destination: home})
	visitors(t, kit.Shortener, first, 3)
	kit.Clock.Advance(72 * time.Hour)
	second := kit.NewLink(linkpack.Link{Destination: home})
	for _, link := range []*linkpack.Link{first, second} {
		if err := kit.DeleteLink(t.Context(), "", link.ID); err != nil {
			t.Fatal(err)
		}
		stats, err := kit.StatsOf(t.Context(), linkpack.LinkQuery{}, analytics.Query{})
		if err != nil || stats.Clicks() != 3 || len(stats.Daily) != 4 {
			t.Errorf("%d clicks on %d days, %v", stats.Clicks(), len(stats.Daily), err)
		}
	}
}
