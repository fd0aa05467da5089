package linkpack_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

const home = "https://example.com/"

func geoRules(countries, destination string) []routing.Rule {
	return []routing.Rule{{
		ID:          "geo",
		Clauses:     []routing.Clause{{Condition: "geo", Value: countries}},
		Destination: destination,
	}}
}

func TestCreateLinkGivesEverythingThatIsMissing(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	if len(link.ShortCode) != 7 || strings.ContainsAny(link.ShortCode, "0O1lI") {
		t.Errorf("code %q, want 7 unambiguous characters", link.ShortCode)
	}
	if link.ID == "" || link.Workspace != linkpack.DefaultWorkspace || link.Revision != 1 {
		t.Errorf("got %+v", link)
	}
	if !link.CreatedAt.Equal(kit.Now()) || !link.UpdatedAt.Equal(kit.Now()) {
		t.Errorf("made at %v, changed at %v, want %v", link.CreatedAt, link.UpdatedAt, kit.Now())
	}
	if got, want := kit.URL(link), "http://localhost:8080/"+link.ShortCode; got != want {
		t.Errorf("short URL %q, want %q", got, want)
	}
}

// deleteElsewhere makes a link in another workspace and deletes it.
func deleteElsewhere(t *testing.T, kit *linkpacktest.Kit, code string) {
	t.Helper()
	_, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "elsewhere"})
	if err != nil && !errors.Is(err, linkpack.ErrExists) {
		t.Fatal(err)
	}
	link := kit.NewLink(linkpack.Link{Workspace: "elsewhere", Destination: home, ShortCode: code})
	if err := kit.DeleteLink(t.Context(), "elsewhere", link.ID); err != nil {
		t.Fatal(err)
	}
}

func TestCodesThatCannotBeHad(t *testing.T) {
	kit := linkpacktest.New(t)
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "taken"})
	deleteElsewhere(t, kit, "deleted")
	for _, test := range []struct {
		name, code string
		want       error
	}{
		{"taken", "taken", linkpack.ErrExists},
		{"another workspace had it", "deleted", linkpack.ErrExists},
		{"reserved", "api", linkpack.ErrInvalid},
		{"reserved in capitals", "API", linkpack.ErrInvalid},
		{"slash", "a/b", linkpack.ErrInvalid},
		{"plus is the preview's", "a+", linkpack.ErrInvalid},
		{"dot", "a.b", linkpack.ErrInvalid},
		{"not ASCII", "ä", linkpack.ErrInvalid},
		{"65 characters", strings.Repeat("a", 65), linkpack.ErrInvalid},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: test.code})
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: strings.Repeat("a", 64)})
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "Taken"})
}

func TestEveryFaultOfALinkIsNamed(t *testing.T) {
	kit := linkpacktest.New(t)
	_, err := kit.CreateLink(t.Context(), linkpack.Link{
		Destination: "ftp://example.com", ShortCode: "a b", Name: strings.Repeat("n", 201), Tags: []string{""},
		Metadata: map[string]string{"": "x"}, UTM: routing.UTM{Source: "\x00"}, Timezone: "Mars/Base",
		RedirectStatus: 303, Rules: geoRules("ZZ", home),
		StartsAt: kit.Now(), ExpiresAt: kit.Now().Add(-time.Hour),
	})
	for _, field := range []string{
		"destination:", "short_code:", "name:", "tags[0]:", "metadata:", "utm_source:", "timezone:",
		"redirect_status:", "rules[0].value:", "expires_at:",
	} {
		if !strings.Contains(fmt.Sprint(err), field) {
			t.Errorf("%s is not named in:\n%v", field, err)
		}
	}
	if n := strings.Count(fmt.Sprint(err), "timezone:"); n != 1 {
		t.Errorf("the zone is named %d times in:\n%v", n, err)
	}
}

func TestATakenCodeIsNamedByTheFieldThatHasIt(t *testing.T) {
	kit := linkpacktest.New(t)
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "one"})
	other := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "two"})
	aliases := []linkpack.Alias{{ShortCode: "free"}, {ShortCode: "one"}}
	for name, c := range map[string]struct {
		try  func() error
		want string
	}{
		"the code of a new link": {func() error {
			_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, ShortCode: "one"})
			return err
		}, "short_code"},
		"an alias of a new link": {func() error {
			_, err := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Aliases: aliases})
			return err
		}, "aliases[1].short_code"},
		"an alias of a changed link": {func() error {
			_, err := kit.UpdateLink(t.Context(), "", other.ID, func(l *linkpack.Link) error { l.Aliases = aliases; return nil })
			return err
		}, "aliases[1].short_code"},
	} {
		var taken *linkpack.TakenError
		if err := c.try(); !errors.As(err, &taken) || taken.Field != c.want {
			t.Errorf("%s: got %#v, want the field %s", name, err, c.want)
		}
	}
}

func TestPermanentRedirectsAreForLinksThatStayAsTheyAre(t *testing.T) {
	kit := linkpacktest.New(t)
	for name, link := range map[string]linkpack.Link{
		"rules":  {Rules: geoRules("US", home)},
		"start":  {StartsAt: kit.Now()},
		"expiry": {ExpiresAt: kit.Now()},
	} {
		link.Destination, link.RedirectStatus = home, 308
		if _, err := kit.CreateLink(t.Context(), link); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
	}
	if link := kit.NewLink(linkpack.Link{Destination: home, RedirectStatus: 301}); link.RedirectStatus != 301 {
		t.Errorf("status %d, want 301", link.RedirectStatus)
	}
}

func TestCreateLinksIsAllOrNothing(t *testing.T) {
	kit := linkpacktest.New(t)
	_, err := kit.CreateLinks(t.Context(), []linkpack.Link{{Destination: home, ShortCode: "one"}, {Destination: "nowhere"}})
	var fault *linkpack.FieldError
	if !errors.As(err, &fault) || fault.Field != "links[1].destination" {
		t.Errorf("got %v, want the field links[1].destination", err)
	}
	_, err = kit.CreateLinks(t.Context(), []linkpack.Link{{Destination: home, ShortCode: "one"}, {Destination: home, ShortCode: "one"}})
	var taken *linkpack.TakenError
	if !errors.As(err, &taken) || taken.Index != 1 {
		t.Errorf("got %v, want the second link's code to be taken", err)
	}
	if _, err := kit.LinkByCode(t.Context(), "", "", "one"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("the first link was made: %v", err)
	}
	links, err := kit.CreateLinks(t.Context(), make([]linkpack.Link, 0))
	if err != nil || len(links) != 0 {
		t.Errorf("no links: %v, %v", links, err)
	}
}

func TestUpdateKeepsWhatCannotChange(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	kit.Clock.Advance(time.Hour)
	changed, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.ID, l.Number, l.Workspace, l.Revision, l.CreatedAt = "x", 99, "x", 99, time.Time{}
		l.Name = "renamed"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := link.Clone()
	want.Name, want.Revision, want.UpdatedAt = "renamed", 2, kit.Now()
	if fmt.Sprint(changed) != fmt.Sprint(want) {
		t.Errorf("got  %+v\nwant %+v", changed, want)
	}
	same, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Tags, l.Metadata, l.Rules = []string{}, map[string]string{}, []routing.Rule{}
		return nil
	})
	if err != nil || same.Revision != 2 {
		t.Errorf("an update without a change made revision %d: %v", same.Revision, err)
	}
}

func TestAFailedUpdateChangesNothing(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "other"})
	mine := errors.New("mine")
	for name, test := range map[string]struct {
		update func(*linkpack.Link) error
		want   error
	}{
		"own error":  {func(l *linkpack.Link) error { l.Name = "x"; return mine }, mine},
		"bad field":  {func(l *linkpack.Link) error { l.Destination = "x"; return nil }, linkpack.ErrInvalid},
		"taken code": {func(l *linkpack.Link) error { l.ShortCode = "other"; return nil }, linkpack.ErrExists},
		"empty code": {func(l *linkpack.Link) error { l.ShortCode = ""; return nil }, linkpack.ErrInvalid},
		"bad domain": {func(l *linkpack.Link) error { l.Domain = "x.example"; return nil }, linkpack.ErrInvalid},
	} {
		if _, err := kit.UpdateLink(t.Context(), "", link.ID, test.update); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
		if got, err := kit.Link(t.Context(), "", link.ID); err != nil || fmt.Sprint(got) != fmt.Sprint(link) {
			t.Errorf("%s: the link became %+v, %v", name, got, err)
		}
	}
}

func TestParallelUpdatesLoseNothing(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	const writers = 20
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			_, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
				l.Tags = append(l.Tags, fmt.Sprint("tag", i))
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got, err := kit.Link(t.Context(), "", link.ID)
	if err != nil || len(got.Tags) != writers || got.Revision != writers+1 {
		t.Errorf("%d tags at revision %d, want %d at %d: %v", len(got.Tags), got.Revision, writers, writers+1, err)
	}
}

func TestLinksComeNewestFirstOverPages(t *testing.T) {
	kit := linkpacktest.New(t)
	var want []string
	for range 7 {
		kit.Clock.Advance(time.Second)
		want = append([]string{kit.NewLink(linkpack.Link{Destination: home}).ID}, want...)
	}
	var got []string
	for link, err := range kit.Links(t.Context(), linkpack.LinkQuery{Limit: 3}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, link.ID)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for _, query := range []linkpack.LinkQuery{{Limit: -1}, {Limit: 1001}, {Cursor: "nonsense"}} {
		if _, err := kit.ListLinks(t.Context(), query); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%+v: got %v, want a FieldError", query, err)
		}
	}
}
