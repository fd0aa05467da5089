package linkpack_test

import (
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// TestFollowSkipsTheOldVisitsOfItsWorkspaceAlone has two workspaces whose visits
// are too old to be followed.
func TestFollowSkipsTheOldVisitsOfItsWorkspaceAlone(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	others := kit.Link(linkpack.Link{Destination: home, Workspace: "other"}) // whose clicks stand first in a flush
	own := kit.Link(linkpack.Link{Destination: home})
	for range 3 {
		kit.Visit(others).Click()
	}
	kit.Visit(own).Click()
	kit.Clock.Advance(time.Hour)
	kit.Visit(others).Click()
	kit.Visit(own).Click()
	if err := kit.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, links := range [][]string{nil, {own.ID}} {
		for c, err := range kit.Follow(t.Context(), linkpack.FollowQuery{Links: links, MaxAge: time.Minute}) {
			if err != nil {
				t.Fatal(err)
			}
			if c.Link.ID != own.ID || !c.Click.Time.Equal(kit.Now()) || c.Skipped != 1 {
				t.Errorf("links %v: %d are skipped before %s at %v", links, c.Skipped, c.Link.ID, c.Click.Time)
			}
			break
		}
	}
}
