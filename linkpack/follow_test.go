package linkpack_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestFollowSkipsTheOldVisitsOfItsWorkspaceAlone follows one of two workspaces
// that both have clicks older than MaxAge.
func TestFollowSkipsTheOldVisitsOfItsWorkspaceAlone(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	others := kit.NewLink(linkpack.Link{Destination: home, Workspace: "other"}) // its clicks come first in a flush
	own := kit.NewLink(linkpack.Link{Destination: home})
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
			if c.Click.Link.ID != own.ID || !c.Click.Time.Equal(kit.Now()) || c.Skipped != 1 {
				t.Errorf("links %v: %d are skipped before %s at %v", links, c.Skipped, c.Click.Link.ID, c.Click.Time)
			}
			break
		}
	}
}

// overtaken is a store in which a link is committed after one with a higher
// number, so that lists do not include it yet. It counts lookups by number.
type overtaken struct {
	linkpack.Store
	hidden  string // the code of the link committed late
	lookups atomic.Int64
}

func (o *overtaken) ListLinks(ctx context.Context, query linkpack.LinkQuery) (linkpack.LinkPage, error) {
	page, err := o.Store.ListLinks(ctx, query)
	page.Links = slices.DeleteFunc(page.Links, func(l *linkpack.Link) bool { return l.ShortCode == o.hidden })
	return page, err
}

func (o *overtaken) LinkByNumber(ctx context.Context, number uint32) (*linkpack.Link, error) {
	o.lookups.Add(1)
	return o.Store.LinkByNumber(ctx, number)
}

// TestFollowMissesNoLinkThatWasOvertaken follows clicks of a new link with a
// lower number than a known link, and of a link of another workspace, which must
// be looked up only once.
func TestFollowMissesNoLinkThatWasOvertaken(t *testing.T) {
	store := &overtaken{Store: memory.New(), hidden: "overtaken"}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	if _, err := s.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "other"}); err != nil {
		t.Fatal(err)
	}
	for _, link := range []linkpack.Link{{ShortCode: "overtaken"}, {ShortCode: "known"}, {ShortCode: "others", Workspace: "other"}} {
		link.Destination = home
		if _, err := s.CreateLink(t.Context(), link); err != nil {
			t.Fatal(err)
		}
	}
	for _, code := range []string{"others", "known", "others", "overtaken", "others", "overtaken", "known"} {
		click(t, s, code)
	}
	var codes []string
	for c, err := range s.Follow(t.Context(), linkpack.FollowQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		if codes = append(codes, c.Click.Link.ShortCode); len(codes) == 4 {
			break
		}
	}
	slices.Sort(codes) // a flush groups clicks by link
	if !slices.Equal(codes, []string{"known", "known", "overtaken", "overtaken"}) {
		t.Errorf("followed %q", codes)
	}
	if n := store.lookups.Load(); n > 2 {
		t.Errorf("links were looked up by number %d times, want at most twice", n)
	}
}

// click visits a link and records it.
func click(t *testing.T, s *linkpack.Shortener, code string) {
	t.Helper()
	res, err := s.Resolve(t.Context(), "", code, &routing.Visit{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Record(t.Context(), res); err != nil {
		t.Fatal(err)
	}
}
