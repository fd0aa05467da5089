package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// inGroup returns an update that puts a link into the group with a name.
func inGroup(name string) func(*linkpack.Link) error {
	return func(l *linkpack.Link) error { l.Group = name; return nil }
}

// inGroupByID returns an update that puts a link into the group with an ID.
func inGroupByID(id string) func(*linkpack.Link) error {
	return func(l *linkpack.Link) error { l.GroupID = id; return nil }
}

// codesOf returns the short codes of the links that a query selects, sorted.
func codesOf(t *testing.T, s *linkpack.Shortener, query linkpack.LinkQuery) (codes []string) {
	t.Helper()
	for link, err := range s.Links(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, link.ShortCode)
	}
	slices.Sort(codes)
	return codes
}

func TestALinkNamesItsGroup(t *testing.T) {
	kit := linkpacktest.New(t)
	one := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "one", Group: " spring "})
	if one.Group != "spring" || one.GroupID != groupNamed(t, kit.Shortener, "spring").ID {
		t.Errorf("made in %q, %q", one.Group, one.GroupID)
	}
	two := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "two", GroupID: one.GroupID})
	none := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "none"})
	if two.Group != "spring" || none.Group != "" || none.GroupID != "" {
		t.Errorf("made in %q and %q", two.Group, none.Group)
	}
	for what, try := range map[string]struct {
		update func(*linkpack.Link) error
		name   string
	}{
		"to a new name":       {inGroup("summer"), "summer"},
		"to a known name":     {inGroup("spring"), "spring"},
		"to none by name":     {inGroup(""), ""},
		"to none by ID":       {inGroupByID(""), ""},
		"by ID":               {inGroupByID(groupNamed(t, kit.Shortener, "spring").ID), "spring"},
		"by both":             {func(l *linkpack.Link) error { l.Group, l.GroupID = "autumn", one.GroupID; return nil }, "autumn"},
		"with something else": {rename, "winter"},
	} {
		link := kit.NewLink(linkpack.Link{Destination: home, Group: "winter"})
		changed, err := kit.UpdateLink(t.Context(), "", link.ID, try.update)
		if err != nil || changed.Group != try.name || (changed.GroupID == "") != (try.name == "") || changed.Revision != 2 {
			t.Errorf("%s: %q, %q, %v", what, changed.Group, changed.GroupID, err)
		}
		if read, err := kit.Link(t.Context(), "", link.ID); err != nil || read.Group != try.name || read.GroupID != changed.GroupID {
			t.Errorf("%s: read as %+v, %v", what, read, err)
		}
	}
	if all, err := kit.Groups(t.Context(), ""); err != nil || len(all) != 4 {
		t.Errorf("%d groups, %v", len(all), err)
	}
}

func TestLinksFollowTheNameOfTheirGroup(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "one", Group: "spring", ExternalID: "x"})
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "two", Group: "summer"})
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "none"})
	if _, err := kit.UpdateGroup(t.Context(), "", link.GroupID, renamed("autumn")); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for name, read := range map[string]func() (*linkpack.Link, error){
		"Link":             func() (*linkpack.Link, error) { return kit.Link(ctx, "", link.ID) },
		"LinkByCode":       func() (*linkpack.Link, error) { return kit.LinkByCode(ctx, "", "", "one") },
		"LinkByNumber":     func() (*linkpack.Link, error) { return kit.LinkByNumber(ctx, "", link.Number) },
		"LinkByExternalID": func() (*linkpack.Link, error) { return kit.LinkByExternalID(ctx, "", "x") },
		"LinkAt":           func() (*linkpack.Link, error) { return kit.LinkAt(ctx, "", "one") },
		"EnsureLink": func() (*linkpack.Link, error) {
			found, _, err := kit.EnsureLink(ctx, linkpack.Link{Destination: home, ExternalID: "x"}, nil)
			return found, err
		},
	} {
		if got, err := read(); err != nil || got.Group != "autumn" || got.Revision != 1 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	empty, unknown := "", "unknown"
	for _, c := range []struct {
		query linkpack.LinkQuery
		want  []string
	}{
		{linkpack.LinkQuery{Group: "autumn"}, []string{"one"}}, {linkpack.LinkQuery{Group: "spring"}, nil},
		{linkpack.LinkQuery{Group: " "}, nil}, {linkpack.LinkQuery{Group: "autumn", Sort: linkpack.SortClicks}, []string{"one"}},
		{linkpack.LinkQuery{GroupID: &link.GroupID}, []string{"one"}}, {linkpack.LinkQuery{GroupID: &empty}, []string{"none"}},
		{linkpack.LinkQuery{GroupID: &unknown}, nil}, {linkpack.LinkQuery{Group: "autumn", GroupID: &link.GroupID}, []string{"one"}},
		{linkpack.LinkQuery{Group: "summer", GroupID: &link.GroupID}, nil}, {linkpack.LinkQuery{Group: "\xff"}, nil},
	} {
		if got := codesOf(t, kit.Shortener, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.query, got, c.want)
		}
	}
	clickOn(t, kit, link)
	found, err := kit.StatsOf(ctx, linkpack.LinkQuery{Group: "autumn"}, analytics.Query{})
	if err != nil || found.Clicks() != 1 {
		t.Errorf("statistics of the group: %+v, %v", found, err)
	}
	revisions, err := kit.LinkRevisions(ctx, "", link.ID)
	if err != nil || len(revisions) != 1 || !slices.Contains(revisions[0].Changes, linkpack.FieldChange{Field: "group", To: "autumn"}) {
		t.Errorf("history %+v, %v", revisions, err)
	}
}

// clickOn records a click of a link.
func clickOn(t *testing.T, kit *linkpacktest.Kit, link *linkpack.Link) {
	t.Helper()
	res, err := kit.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{UserAgent: firefox})
	if err == nil {
		err = errors.Join(kit.Record(t.Context(), res), kit.Flush(t.Context()))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestLinksInGroupsThatThereAreNot(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	foreign, err := kit.CreateGroup(t.Context(), linkpack.Group{Workspace: "others", Name: "spring"})
	if err != nil {
		t.Fatal(err)
	}
	link := kit.NewLink(linkpack.Link{Destination: home, Group: "winter"})
	for _, id := range []string{"none", foreign.ID, "\xff"} {
		_, made := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, GroupID: id})
		_, changed := kit.UpdateLink(t.Context(), "", link.ID, inGroupByID(id))
		for _, err := range []error{made, changed} {
			if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "group_id" {
				t.Errorf("a link in %q: %v", id, err)
			}
		}
	}
	copied, err := kit.CreateLink(t.Context(), linkpack.Link{Workspace: "others", Destination: home, Group: link.Group, GroupID: link.GroupID})
	if err != nil || copied.Group != "winter" || copied.GroupID == link.GroupID {
		t.Errorf("a link copied into another workspace: %+v, %v", copied, err)
	}
}

func TestLinksOfOneCallShareTheirNewGroup(t *testing.T) {
	kit := linkpacktest.New(t)
	link := linkpack.Link{Destination: home, Group: "spring"}
	bad := linkpack.Link{Destination: home, GroupID: "none"}
	each, err := kit.CreateEach(t.Context(), []linkpack.Link{link, bad, link})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "links[1].group_id" || each[1] != nil {
		t.Fatalf("%+v, %v", each, err)
	}
	all, err := kit.CreateLinks(t.Context(), []linkpack.Link{link, {Destination: home}, link})
	if err != nil {
		t.Fatal(err)
	}
	for _, made := range []*linkpack.Link{each[0], each[2], all[0], all[2]} {
		if made.Group != "spring" || made.GroupID != each[0].GroupID {
			t.Errorf("%+v", made)
		}
	}
	for batch, err := range kit.UpdateLinksWhere(t.Context(), linkpack.LinkQuery{Group: "spring", Limit: 2}, inGroup("summer")) {
		if err != nil || batch.Changed != 2 {
			t.Errorf("%+v, %v", batch, err)
		}
	}
	if got := codesOf(t, kit.Shortener, linkpack.LinkQuery{Group: "summer"}); len(got) != 4 {
		t.Errorf("moved %v", got)
	}
}

func TestACallThatFailsMakesNoGroup(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "taken", ExternalID: "x"})
	other := kit.NewLink(linkpack.Link{Destination: home})
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	binned(t, kit, linkpack.Link{Workspace: "others", Destination: home, ShortCode: "theirs"})
	for name, err := range map[string]error{
		"a gone code of others": only(kit.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "theirs", Group: "g"})),
		"a taken code":          only(kit.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "taken", Group: "g"})),
		"a taken external ID":   only(kit.CreateLink(t.Context(), linkpack.Link{Destination: home, ExternalID: "x", Group: "g"})),
		"one of several": only(kit.CreateLinks(t.Context(), []linkpack.Link{
			{Destination: home, Group: "g"}, {Destination: home, ShortCode: "taken"},
		})),
		"an update": only(kit.UpdateLink(t.Context(), "", other.ID, func(l *linkpack.Link) error {
			l.Aliases, l.Group = []linkpack.Alias{{ShortCode: link.ShortCode}}, "g"
			return nil
		})),
	} {
		if taken, ok := errors.AsType[*linkpack.TakenError](err); !ok || taken.Field == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: "nowhere", Group: "g"}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Error(err)
	}
	if all, err := kit.Groups(t.Context(), ""); err != nil || len(all) > 0 {
		t.Errorf("groups %+v, %v", all, err)
	}
}

// groupReads counts how often groups are read.
type groupReads struct {
	linkpack.Store
	n int
}

func (s *groupReads) Document(ctx context.Context, kind, workspace, id string) (*linkpack.Document, error) {
	if kind == linkpack.KindGroup {
		s.n++
	}
	return s.Store.Document(ctx, kind, workspace, id)
}

func TestVisitsReadNoGroup(t *testing.T) {
	store := &groupReads{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	for _, link := range []linkpack.Link{
		{ShortCode: "plain", Destination: home},
		{ShortCode: "gated", Destination: home, ExpiresAt: s.Now().AddDate(1, 0, 0), MaxClicks: 2},
	} {
		link.Group = "spring"
		if _, err := s.CreateLink(t.Context(), link); err != nil {
			t.Fatal(err)
		}
		code := link.ShortCode
		store.n = 0
		if res, err := s.Resolve(t.Context(), "", code, &routing.Visit{UserAgent: firefox}); err != nil || res.Location != link.Destination {
			t.Errorf("%s: %+v, %v", code, res, err)
		}
		if store.n > 0 {
			t.Errorf("%s: a visit reads %d groups", code, store.n)
		}
		if link, err := s.LinkAt(t.Context(), "", code); err != nil || link.Group != "spring" {
			t.Errorf("%s: LinkAt returns %+v, %v", code, link, err)
		}
	}
}

func TestAPageReadsEachGroupOnce(t *testing.T) {
	store := &groupReads{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	links := slices.Repeat([]linkpack.Link{{Destination: home, Group: "a"}, {Destination: home, Group: "b"}, {Destination: home}}, 15)
	if _, err := s.CreateLinks(t.Context(), links); err != nil {
		t.Fatal(err)
	}
	store.n = 0
	if page, err := s.ListLinks(t.Context(), linkpack.LinkQuery{}); err != nil || len(page.Links) != 45 || store.n != 2 {
		t.Errorf("%d links, %d groups read, %v", len(page.Links), store.n, err)
	}
}

func TestGroupsOfTwoShorteners(t *testing.T) {
	store := memory.New()
	var both [2]*linkpack.Shortener
	for i, store := range []linkpack.Store{store, inAnotherProcess(store)} {
		s, err := linkpack.New(store, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close(context.Background()) })
		both[i] = s
	}
	link, err := both[0].CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "spring"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := both[1].UpdateGroup(t.Context(), "", link.GroupID, renamed("summer")); err != nil {
		t.Fatal(err)
	}
	if got, err := both[0].Link(t.Context(), "", link.ID); err != nil || got.Group != "summer" {
		t.Errorf("the other sees %+v, %v", got, err)
	}
	again, err := both[0].CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "spring"})
	if err != nil || again.GroupID == link.GroupID {
		t.Errorf("the old name makes a group: %+v, %v", again, err)
	}
}

// slowStore counts what a call with many groups reads.
type slowStore struct {
	linkpack.Store
	codes, lists int
}

func (s *slowStore) CodeFree(ctx context.Context, workspace, domain, code string) (bool, error) {
	s.codes++
	return s.Store.CodeFree(ctx, workspace, domain, code)
}

func (s *slowStore) LinkByCode(ctx context.Context, domain, code string) (*linkpack.Link, error) {
	s.codes++
	return s.Store.LinkByCode(ctx, domain, code)
}

func (s *slowStore) ListDocuments(ctx context.Context, kind, workspace, after string, limit int) ([]*linkpack.Document, error) {
	if kind == linkpack.KindGroup { // upkeep reads others at the same time
		s.lists++
	}
	return s.Store.ListDocuments(ctx, kind, workspace, after, limit)
}

func TestNewGroupsOfManyLinksReadEachCodeOnce(t *testing.T) {
	store := &slowStore{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	links := make([]linkpack.Link, 50)
	for i := range links {
		links[i] = linkpack.Link{Destination: home, ShortCode: fmt.Sprint("code", i), Group: fmt.Sprint("g", i)}
	}
	store.codes = 0
	if _, err := s.CreateLinks(t.Context(), links); err != nil {
		t.Fatal(err)
	}
	if store.codes > 100 {
		t.Errorf("read %d codes for 50 links", store.codes)
	}
}

func TestADeletionReadsTheGroupsNotForEachGroupInIt(t *testing.T) {
	store := &slowStore{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	top, target := newGroup(t, s, "top", ""), newGroup(t, s, "target", "")
	for i := range 50 {
		newGroup(t, s, fmt.Sprint("g", i), top.ID)
	}
	store.lists = 0
	if err := s.DeleteGroup(t.Context(), "", top.ID, &target.ID); err != nil {
		t.Fatal(err)
	}
	if store.lists > 10 {
		t.Errorf("read the groups %d times", store.lists)
	}
	all, err := s.Groups(t.Context(), "")
	if err != nil || len(all) != 51 {
		t.Fatalf("%d groups, %v", len(all), err)
	}
	for _, g := range all {
		if g.ID != target.ID && g.Parent != target.ID {
			t.Errorf("%s is in %q", g.Name, g.Parent)
		}
	}
}

// forgetfulStore cannot read groups once links were written.
type forgetfulStore struct {
	linkpack.Store
	written, broken bool
}

func (s *forgetfulStore) CreateLinks(ctx context.Context, links ...*linkpack.Link) error {
	s.written = s.broken
	return s.Store.CreateLinks(ctx, links...)
}

func (s *forgetfulStore) UpdateLinks(ctx context.Context, workspace string, ids []string, update func(int, *linkpack.Link) error) ([]*linkpack.Link, error) {
	s.written = s.broken
	return s.Store.UpdateLinks(ctx, workspace, ids, update)
}

func (s *forgetfulStore) Document(ctx context.Context, kind, workspace, id string) (*linkpack.Document, error) {
	if s.written && kind == linkpack.KindGroup {
		return nil, errUnreadable
	}
	return s.Store.Document(ctx, kind, workspace, id)
}

var errUnreadable = errors.New("unreadable")

func TestWhatIsStoredIsNoErrorForTheNameOfItsGroup(t *testing.T) {
	store := &forgetfulStore{Store: memory.New()}
	s, err := linkpack.New(store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	summer := newGroup(t, s, "summer", "")
	store.broken = true
	made, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "spring"})
	if err != nil || made.Group != "spring" || made.GroupID == "" {
		t.Fatalf("made %+v, %v", made, err)
	}
	for name, update := range map[string]func(*linkpack.Link) error{"spring": rename, "summer": inGroupByID(summer.ID), "": inGroup("")} {
		store.written = false
		link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: home, Group: "spring"})
		if err != nil {
			t.Fatal(err)
		}
		store.written = false
		if changed, err := s.UpdateLink(t.Context(), "", link.ID, update); err != nil || changed.Group != name || changed.Revision != 2 {
			t.Errorf("changed to %+v, %v, want %q", changed, err, name)
		}
	}
}
