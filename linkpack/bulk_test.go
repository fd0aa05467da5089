package linkpack_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// refuse returns a CheckDestination that rejects one destination.
func refuse(bad *string) func(context.Context, string) error {
	return func(_ context.Context, url string) error {
		if url == *bad {
			return errors.New("is on the block list")
		}
		return nil
	}
}

func TestCheckDestinationHasTheLastWordOnEveryNewURL(t *testing.T) {
	bad := home + "bad"
	kit := linkpacktest.New(t, linkpack.Options{CheckDestination: refuse(&bad)})
	for field, link := range map[string]linkpack.Link{
		"destination":          {Destination: bad},
		"fallback_url":         {Destination: home, FallbackURL: bad},
		"card.image":           {Destination: home, Card: linkpack.Card{Image: bad}},
		"rules[0].destination": {Destination: home, Rules: geoRules("US", bad)},
	} {
		_, err := kit.CreateLink(t.Context(), link)
		var fault *linkpack.FieldError
		if !errors.As(err, &fault) || fault.Field != field || fault.Reason != "is on the block list" {
			t.Errorf("got %v, want a FieldError of %s", err, field)
		}
	}
	if _, err := kit.CreateDomain(t.Context(), linkpack.Domain{Host: "a.example", RootURL: bad}); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a domain's URL: %v", err)
	}
	link := kit.NewLink(linkpack.Link{Destination: home})
	bad = home
	if renamed := change(t, kit, link, "", func(l *linkpack.Link) { l.Name = "x" }); renamed.Name != "x" {
		t.Error("a link whose destination was refused later cannot be renamed")
	}
}

func TestShortenAllNamesEveryLinkThatIsWrong(t *testing.T) {
	kit := linkpacktest.New(t)
	links := many(300)
	links[7].Destination = "nowhere"
	links[9].Name, links[9].Destination = strings.Repeat("x", 201), ""
	_, err := kit.CreateLinks(t.Context(), links)
	const want = `links[7].destination: must be an absolute URL, as in https://example.com/page
links[9].destination: is required
links[9].name: `
	if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Count(err.Error(), "links[") != 3 {
		t.Errorf("got\n%v\nwant\n%s…", err, want)
	}
	var at *linkpack.IndexError
	if !errors.As(err, &at) || at.Index != 7 || !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("%v is not about the link at 7", err)
	}
	for i := range links {
		links[i].Destination = "nowhere"
	}
	if _, err := kit.CreateLinks(t.Context(), links); strings.Count(err.Error(), "must be") != 100 {
		t.Errorf("it tells of %d links, want 100", strings.Count(err.Error(), "must be"))
	}
	links[3].Workspace = "nobody's"
	if _, err := kit.CreateLinks(t.Context(), links); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown workspace: %v", err)
	}
}

func TestUpdateAllAndDeleteAllAreAllOrNothing(t *testing.T) {
	kit := linkpacktest.New(t)
	links, err := kit.CreateLinks(t.Context(), many(3))
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{links[0].ID, links[1].ID, links[2].ID}
	mine := errors.New("mine")
	for name, test := range map[string]struct {
		ids    []string
		update func(int, *linkpack.Link) error
		want   error
		index  int
	}{
		"own error":  {ids, func(i int, l *linkpack.Link) error { l.Name = "x"; return []error{nil, mine, nil}[i] }, mine, 1},
		"unknown id": {[]string{ids[0], "unknown"}, func(_ int, l *linkpack.Link) error { l.Name = "x"; return nil }, linkpack.ErrNotFound, 1},
		"bad field":  {ids, func(i int, l *linkpack.Link) error { l.Destination = []string{home + "x", home, "x"}[i]; return nil }, linkpack.ErrInvalid, 2},
	} {
		_, err := kit.UpdateLinks(t.Context(), "", test.ids, test.update)
		var at *linkpack.IndexError
		if !errors.Is(err, test.want) || !errors.As(err, &at) || at.Index != test.index {
			t.Errorf("%s: %v, want %v at %d", name, err, test.want, test.index)
		}
		var fault *linkpack.FieldError
		if errors.As(err, &fault) && fault.Field != "links[2].destination" {
			t.Errorf("%s: the field is %q", name, fault.Field)
		}
	}
	_, err = kit.UpdateLinks(t.Context(), "", ids, func(_ int, l *linkpack.Link) error { l.ShortCode = "same"; return nil })
	var taken *linkpack.TakenError
	if !errors.As(err, &taken) || taken.Index != 1 {
		t.Errorf("two links that take one code: %v", err)
	}
	if _, err := kit.UpdateLinks(t.Context(), "", []string{ids[0], ids[0]}, nil); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("an id twice: %v", err)
	}
	var at *linkpack.IndexError
	if err := kit.DeleteLinks(t.Context(), "", []string{ids[0], "unknown"}); !errors.As(err, &at) || at.Index != 1 || !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("deleting an unknown one: %v", err)
	}
	for _, link := range links {
		if got, err := kit.Link(t.Context(), "", link.ID); err != nil || got.Revision != 1 {
			t.Errorf("a link became %+v, %v", got, err)
		}
	}
	changed, err := kit.UpdateLinks(t.Context(), "", ids, func(i int, l *linkpack.Link) error { l.Name = fmt.Sprint(i); return nil })
	if err != nil || len(changed) != 3 || changed[2].Name != "2" || changed[2].Revision != 2 {
		t.Errorf("changed %v, %v", changed, err)
	}
	if err := kit.DeleteLinks(t.Context(), "", ids); err != nil {
		t.Error(err)
	}
	if _, err := kit.Visit(links[0]).Resolve(); !errors.Is(err, linkpack.ErrGone) {
		t.Errorf("a deleted link: %v", err)
	}
}
