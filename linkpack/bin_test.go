package linkpack_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
)

// binned makes a link and deletes it.
func binned(t *testing.T, kit *linkpacktest.Kit, link linkpack.Link) *linkpack.Link {
	t.Helper()
	made := kit.NewLink(link)
	if err := kit.DeleteLink(t.Context(), made.Workspace, made.ID); err != nil {
		t.Fatal(err)
	}
	deleted, err := kit.DeletedLink(t.Context(), made.Workspace, made.ID)
	if err != nil || !deleted.DeletedAt.Equal(kit.Now()) {
		t.Fatalf("deleted at %v: %v", deleted, err)
	}
	return deleted
}

// listed returns the short codes of the links that a query matches.
func listed(t *testing.T, kit *linkpacktest.Kit, query linkpack.LinkQuery) (codes []string) {
	t.Helper()
	for link, err := range kit.Links(t.Context(), query) {
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, link.ShortCode)
	}
	return codes
}

func TestADeletedLinkIsNotFoundByWhatWorksOnLinks(t *testing.T) {
	kit := linkpacktest.New(t)
	link := binned(t, kit, linkpack.Link{Destination: home, Tags: []string{"sale"}})
	ids := []string{link.ID}
	nothing := func(*linkpack.Link) error { return nil }
	ctx := t.Context()
	errs := map[string]error{"DeleteLink": kit.DeleteLink(ctx, "", link.ID), "DeleteLinks": kit.DeleteLinks(ctx, "", ids)}
	_, errs["Link"] = kit.Link(ctx, "", link.ID)
	_, errs["LinkByCode"] = kit.LinkByCode(ctx, "", "", link.ShortCode)
	_, errs["UpdateLink"] = kit.UpdateLink(ctx, "", link.ID, nothing)
	_, errs["UpdateLinks"] = kit.UpdateLinks(ctx, "", ids, func(int, *linkpack.Link) error { return nil })
	_, errs["RollBackLink"] = kit.RollBackLink(ctx, "", link.ID, 1)
	_, errs["DeletedLink of another workspace"] = kit.DeletedLink(ctx, "other", link.ID)
	_, errs["RestoreLink of another workspace"] = kit.RestoreLink(ctx, "other", link.ID, nil)
	errs["DeleteLinksNow of another workspace"] = kit.DeleteLinksNow(ctx, "other", ids)
	live := kit.NewLink(linkpack.Link{Destination: home})
	_, errs["DeletedLink of a link that is not deleted"] = kit.DeletedLink(ctx, "", live.ID)
	_, errs["RestoreLink of a link that is not deleted"] = kit.RestoreLink(ctx, "", live.ID, nil)
	for call, err := range errs {
		if !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%s: %v", call, err)
		}
	}
	if tags, err := kit.Tags(ctx, ""); err != nil || len(tags) > 0 {
		t.Errorf("tags %v, %v", tags, err)
	}
	if n, err := kit.RenameTag(ctx, "", "sale", "spring"); err != nil || n > 0 {
		t.Errorf("a tag of %d links was renamed, %v", n, err)
	}
	_, errs["ListLinks"] = kit.ListLinks(ctx, linkpack.LinkQuery{Bin: 3})
	if fault, ok := errors.AsType[*linkpack.FieldError](errs["ListLinks"]); !ok || fault.Field != "bin" {
		t.Errorf("an unknown filter: %v", errs["ListLinks"])
	}
}

func TestALinkIsNotCreatedInTheBin(t *testing.T) {
	kit := linkpacktest.New(t)
	deleted := binned(t, kit, linkpack.Link{Destination: home, ShortCode: "a"})
	link := kit.NewLink(*deleted)
	if !link.DeletedAt.IsZero() || kit.Visit(link).Location() != home {
		t.Errorf("created as %+v", link)
	}
}

func TestListsHaveTheBinWhenAsked(t *testing.T) {
	kit := linkpacktest.New(t)
	binned(t, kit, linkpack.Link{Destination: home, ShortCode: "a", Tags: []string{"sale"}})
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: "b", Tags: []string{"sale"}})
	binned(t, kit, linkpack.Link{Destination: home, ShortCode: "c"})
	for _, test := range []struct {
		query linkpack.LinkQuery
		want  []string
	}{
		{linkpack.LinkQuery{}, []string{"b"}},
		{linkpack.LinkQuery{Bin: linkpack.OnlyBin}, []string{"c", "a"}},
		{linkpack.LinkQuery{Bin: linkpack.WithBin}, []string{"c", "b", "a"}},
		{linkpack.LinkQuery{Bin: linkpack.OnlyBin, Tags: []string{"sale"}}, []string{"a"}},
		{linkpack.LinkQuery{Tags: []string{"sale"}}, []string{"b"}},
	} {
		if got := listed(t, kit, test.query); !slices.Equal(got, test.want) {
			t.Errorf("%+v: %q, want %q", test.query, got, test.want)
		}
	}
}

func TestVisitsOfADeletedLinkAreGone(t *testing.T) {
	kit := linkpacktest.New(t)
	link := binned(t, kit, linkpack.Link{
		Destination: home, Aliases: []linkpack.Alias{{ShortCode: "alias"}}, FallbackURL: "https://example.com/over",
		Rules: []routing.Rule{{Clauses: []routing.Clause{{Condition: "device", Value: "Mobile"}}, Destination: "https://example.com/m"}},
	})
	ctx := t.Context()
	for _, code := range []string{link.ShortCode, "alias"} {
		res, resolved := kit.Resolve(ctx, "", code, new(routing.Visit))
		_, peeked := kit.Peek(ctx, "", code, new(routing.Visit))
		_, unlocked := kit.Unlock(ctx, "", code, new(routing.Visit), "x")
		_, at := kit.LinkAt(ctx, "", code)
		for _, err := range []error{resolved, peeked, unlocked, at} {
			if !errors.Is(err, linkpack.ErrGone) || res.Location != "" {
				t.Errorf("%s: %v, to %q", code, err, res.Location)
			}
		}
		if has, err := kit.HasLink(ctx, "", code, ""); !has || err != nil {
			t.Errorf("%s: HasLink says %v, %v", code, has, err)
		}
	}
	if e, err := kit.Explain(ctx, "", link.ID, new(routing.Visit)); err != nil || e.Refusal != "gone" || e.Location != "" || len(e.Rules) != 1 {
		t.Errorf("explained as %+v, %v", e, err)
	}
}

func TestARestoredLinkHasEverything(t *testing.T) {
	kit := linkpacktest.New(t)
	made := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "a", Aliases: []linkpack.Alias{{ShortCode: "b"}}, MaxClicks: 5})
	kit.Visit(made).Click()
	if err := kit.DeleteLink(t.Context(), "", made.ID); err != nil {
		t.Fatal(err)
	}
	kit.Clock.Advance(time.Hour)
	wantUses := func() {
		t.Helper()
		if uses, err := kit.LinkUses(t.Context(), "", made.ID); err != nil || uses != 1 || kit.Count(made) != 1 {
			t.Errorf("%d uses, %d clicks, %v", uses, kit.Count(made), err)
		}
	}
	wantUses()
	restored, err := kit.RestoreLink(linkpack.WithActor(t.Context(), "ann"), "", made.ID, nil)
	if err != nil || !restored.DeletedAt.IsZero() || restored.Revision != 3 || restored.UpdatedBy != "ann" || !restored.UpdatedAt.Equal(kit.Now()) {
		t.Fatalf("restored as %+v, %v", restored, err)
	}
	wantUses()
	for _, code := range []string{"a", "b"} {
		if got := kit.Visit(&linkpack.Link{ShortCode: code}).Location(); got != home {
			t.Errorf("%s leads to %q", code, got)
		}
	}
	revisions, err := kit.LinkRevisions(t.Context(), "", made.ID)
	if err != nil || len(revisions) != 3 || revisions[1].Changes[0].Field != "deleted_at" || revisions[0].Changes[0].From != revisions[1].Changes[0].To {
		t.Errorf("its history is %+v, %v", revisions, err)
	}
	back, err := kit.RollBackLink(t.Context(), "", made.ID, 2) // which was in the bin
	if err != nil || !back.DeletedAt.IsZero() {
		t.Errorf("rolled back to %+v, %v", back, err)
	}
}

func TestACodeThatWasTakenIsNotRestored(t *testing.T) {
	kit := linkpacktest.New(t)
	link := binned(t, kit, linkpack.Link{Destination: home, ShortCode: "a", Aliases: []linkpack.Alias{{ShortCode: "b"}}})
	next := kit.NewLink(linkpack.Link{Destination: "https://example.com/next", ShortCode: "a"})
	other := kit.NewLink(linkpack.Link{Destination: home})
	change(t, kit, other, "", func(l *linkpack.Link) { l.Aliases = []linkpack.Alias{{ShortCode: "b"}} })
	restore := func(update func(*linkpack.Link)) (*linkpack.Link, error) {
		return kit.RestoreLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { update(l); return nil })
	}
	for _, test := range []struct {
		field, code string
		update      func(*linkpack.Link)
	}{
		{"short_code", "a", func(*linkpack.Link) {}},
		{"aliases[0].short_code", "b", func(l *linkpack.Link) { l.ShortCode = "c" }},
	} {
		_, err := restore(test.update)
		taken, ok := errors.AsType[*linkpack.TakenError](err)
		if !ok || taken.Field != test.field || taken.ShortCode != test.code || taken.Retired || !errors.Is(err, linkpack.ErrExists) {
			t.Errorf("%s: %v", test.field, err)
		}
		if deleted, err := kit.DeletedLink(t.Context(), "", link.ID); err != nil || deleted.Revision != 2 {
			t.Errorf("it stays as %+v, %v", deleted, err)
		}
	}
	restored, err := restore(func(l *linkpack.Link) { l.ShortCode, l.Aliases = "", nil })
	if err != nil || len(restored.ShortCode) != 7 {
		t.Fatalf("restored as %+v, %v", restored, err)
	}
	if got := kit.Visit(restored).Location(); got != home {
		t.Errorf("the generated code leads to %q", got)
	}
	if got := kit.Visit(next).Location(); got != "https://example.com/next" {
		t.Errorf("the code that was taken leads to %q", got)
	}
}

func TestLinksAreRestoredAllOrNone(t *testing.T) {
	kit := linkpacktest.New(t)
	first := binned(t, kit, linkpack.Link{Destination: home, ShortCode: "a"})
	second := binned(t, kit, linkpack.Link{Destination: home, ShortCode: "a"})
	third := binned(t, kit, linkpack.Link{Destination: home, ShortCode: "b"})
	ids := []string{third.ID, first.ID, second.ID}
	_, err := kit.RestoreLinks(t.Context(), "", ids, nil)
	if taken, ok := errors.AsType[*linkpack.TakenError](err); !ok || taken.Index != 2 {
		t.Errorf("two links with one code: %v", err)
	}
	_, err = kit.RestoreLinks(t.Context(), "", ids, func(i int, l *linkpack.Link) error {
		if i == 1 {
			l.Destination = "nowhere"
		}
		return nil
	})
	if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != "links[1].destination" {
		t.Errorf("an invalid change: %v", err)
	}
	if _, err := kit.RestoreLinks(t.Context(), "", []string{first.ID, first.ID}, nil); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a repeated id: %v", err)
	}
	if got := listed(t, kit, linkpack.LinkQuery{}); len(got) > 0 {
		t.Fatalf("%q were restored", got)
	}
	links, err := kit.RestoreLinks(t.Context(), "", ids, func(i int, l *linkpack.Link) error {
		if i == 2 {
			l.ShortCode = "c"
		}
		return nil
	})
	if err != nil || len(links) != 3 || links[2].ShortCode != "c" {
		t.Errorf("restored %v, %v", links, err)
	}
}

func TestClicksOfTheBinBelongToTheWorkspace(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	kit.Visit(link).Click()
	if err := errors.Join(kit.DeleteLink(t.Context(), "", link.ID), kit.Flush(t.Context())); err != nil {
		t.Fatal(err)
	}
	kit.NewLink(linkpack.Link{Destination: home, ShortCode: link.ShortCode})
	for _, query := range []linkpack.ClickQuery{{}, {Links: []string{link.ID}}} {
		n := 0
		for click, err := range kit.Export(t.Context(), query) {
			if err != nil || click.Link.ID != link.ID {
				t.Errorf("a click is %+v, %v", click, err)
			}
			n++
		}
		if n != 1 {
			t.Errorf("%d clicks of %+v", n, query)
		}
	}
	if stats, err := kit.StatsOf(t.Context(), linkpack.LinkQuery{Bin: linkpack.OnlyBin}, analytics.Query{}); err != nil || stats.Clicks() != 1 {
		t.Errorf("statistics of the bin: %+v, %v", stats, err)
	}
	if err := kit.EraseWorkspaceClicks(t.Context(), ""); err != nil || kit.Count(link) != 0 {
		t.Errorf("%d clicks are left, %v", kit.Count(link), err)
	}
}
