package linkpack_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

// change updates a link as an actor.
func change(t *testing.T, kit *linkpacktest.Kit, link *linkpack.Link, actor string, update func(*linkpack.Link)) *linkpack.Link {
	t.Helper()
	changed, err := kit.UpdateLink(linkpack.WithActor(t.Context(), actor), link.Workspace, link.ID, func(l *linkpack.Link) error {
		update(l)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func TestHistoryTellsWhoChangedWhatAndWhen(t *testing.T) {
	kit := linkpacktest.New(t)
	link, err := kit.CreateLink(linkpack.WithActor(t.Context(), "ann"), linkpack.Link{Destination: home, ShortCode: "x"})
	if err != nil || link.UpdatedBy != "ann" {
		t.Fatalf("made by %q, %v", link.UpdatedBy, err)
	}
	kit.Clock.Advance(1e9)
	change(t, kit, link, "ben", func(l *linkpack.Link) { l.Name, l.Tags = "sale", []string{"a"} })
	change(t, kit, link, "cem", func(*linkpack.Link) {}) // changes nothing
	change(t, kit, link, "", func(l *linkpack.Link) { l.Name, l.MaxClicks = "", 5 })
	revisions, err := kit.LinkRevisions(t.Context(), "", link.ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range revisions {
		got = append(got, fmt.Sprintf("%d by %q at %d: %q", r.Number, r.Actor, r.Time.Second(), r.Changes))
	}
	want := []string{
		`3 by "" at 1: [{"max_clicks" "" "5"} {"name" "sale" ""}]`,
		`2 by "ben" at 1: [{"name" "" "sale"} {"tags" "" "[\"a\"]"}]`,
		`1 by "ann" at 0: [{"destination" "" "https://example.com/"} {"short_code" "" "x"}]`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestHistoryHidesPasswords(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	for _, hash := range []string{locked(t, *link).PasswordHash, locked(t, *link).PasswordHash, ""} {
		change(t, kit, link, "", func(l *linkpack.Link) { l.PasswordHash = hash })
	}
	revisions, err := kit.LinkRevisions(t.Context(), "", link.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"removed", "changed", "set"} {
		if got := revisions[i].Changes; len(got) != 1 || got[0] != (linkpack.FieldChange{Field: "password", To: want}) {
			t.Errorf("got %v, want %q", got, want)
		}
	}
	if strings.Contains(fmt.Sprint(revisions), "$2a$") {
		t.Error("a hash is shown")
	}
}

func TestRollBack(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "first", Name: "first"})
	change(t, kit, link, "", func(l *linkpack.Link) { l.ShortCode, l.Name, l.Destination = "second", "second", home+"second" })
	shut := change(t, kit, link, "", func(l *linkpack.Link) {
		l.Disabled, l.DisabledReason = true, "phishing"
		l.PasswordHash = locked(t, linkpack.Link{}).PasswordHash
	})
	back, err := kit.RollBackLink(linkpack.WithActor(t.Context(), "ann"), "", link.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	if back.ShortCode != "first" || back.Name != "first" || back.Destination != home || back.Revision != 4 || back.UpdatedBy != "ann" {
		t.Errorf("rolled back to %+v", back)
	}
	if !back.Disabled || back.DisabledReason != "phishing" || back.PasswordHash != shut.PasswordHash {
		t.Error("the rollback changed the password or Disabled")
	}
	for _, revision := range []uint32{0, 5, 1<<32 - 1} {
		if _, err := kit.RollBackLink(t.Context(), "", link.ID, revision); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("to revision %d: %v", revision, err)
		}
	}
	if _, err := kit.RollBackLink(t.Context(), "other", link.ID, 1); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("from another workspace: %v", err)
	}
}

func TestARollBackIsCheckedAgain(t *testing.T) {
	refused := ""
	kit := linkpacktest.New(t, linkpack.Options{CheckDestination: refuse(&refused)})
	link := kit.NewLink(linkpack.Link{Destination: home + "bad"})
	change(t, kit, link, "", func(l *linkpack.Link) { l.Destination = home })
	refused = home + "bad"
	if _, err := kit.RollBackLink(t.Context(), "", link.ID, 1); !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("to a destination that is refused now: %v", err)
	}
}
