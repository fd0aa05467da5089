package linkpack_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestAnExternalIDFindsItsLinkInItsWorkspace(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, ExternalID: "order 7"})
	if found, err := kit.LinkByExternalID(t.Context(), "", "order 7"); err != nil || found.ID != link.ID || found.ExternalID != "order 7" {
		t.Errorf("found %+v, %v", found, err)
	}
	for _, c := range [][2]string{{"", "order"}, {"", "ORDER 7"}, {"", ""}, {"other", "order 7"}} {
		if _, err := kit.LinkByExternalID(t.Context(), c[0], c[1]); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("%q: %v", c, err)
		}
	}
	change(t, kit, link, "", func(l *linkpack.Link) { l.ExternalID = "order 8" })
	if _, err := kit.LinkByExternalID(t.Context(), "", "order 7"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("the ID before: %v", err)
	}
	revisions, err := kit.LinkRevisions(t.Context(), "", link.ID)
	if err != nil || len(revisions) != 2 || revisions[0].Changes[0] != (linkpack.FieldChange{Field: "external_id", From: "order 7", To: "order 8"}) {
		t.Errorf("the history is %+v, %v", revisions, err)
	}
}

func TestExternalIDsThatAreRefused(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home})
	for id, ok := range map[string]bool{
		strings.Repeat("ü", 127) + "x": true, strings.Repeat("x", 255): true, " a/b?c#🎉 ": true,
		strings.Repeat("x", 256): false, strings.Repeat("ü", 128): false, "a\xff": false, "a\nb": false, "a\tb": false, "\x00": false, "\u0085": false,
	} {
		_, created := kit.CreateLink(t.Context(), linkpack.Link{Destination: home, ExternalID: id})
		_, changed := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.ExternalID = id + "2"; return nil })
		for _, err := range []error{created, changed} {
			fault, isFault := errors.AsType[*linkpack.FieldError](err)
			if len(id) != 255 && ok != (err == nil) || isFault && fault.Field != "external_id" || err != nil && !isFault {
				t.Errorf("%.20q of %d bytes: %v", id, len(id), err)
			}
		}
	}
}

func TestAnExternalIDThatIsTakenIsNamed(t *testing.T) {
	kit := linkpacktest.New(t)
	owner := kit.NewLink(linkpack.Link{Destination: home, ExternalID: "x"})
	other := kit.NewLink(linkpack.Link{Destination: home})
	take := func(l *linkpack.Link) error { l.ExternalID = "x"; return nil }
	wanting := linkpack.Link{Destination: home, ExternalID: "x"}
	_, one := kit.CreateLink(t.Context(), wanting)
	_, several := kit.CreateLinks(t.Context(), []linkpack.Link{{Destination: home}, wanting})
	_, each := kit.CreateEach(t.Context(), []linkpack.Link{{Destination: home}, wanting})
	_, twins := kit.CreateLinks(t.Context(), []linkpack.Link{{Destination: home, ExternalID: "y"}, {Destination: home, ExternalID: "y"}})
	_, changed := kit.UpdateLink(t.Context(), "", other.ID, take)
	_, changedAll := kit.UpdateLinks(t.Context(), "", []string{owner.ID, other.ID}, func(_ int, l *linkpack.Link) error { return take(l) })
	for name, c := range map[string]struct {
		err   error
		id    string
		index int
	}{
		"CreateLink": {one, "x", 0}, "CreateLinks": {several, "x", 1}, "CreateEach": {each, "x", 1}, "twins": {twins, "y", 1},
		"UpdateLink": {changed, "x", 0}, "UpdateLinks": {changedAll, "x", 1},
	} {
		taken, ok := errors.AsType[*linkpack.TakenError](c.err)
		if !ok || !errors.Is(c.err, linkpack.ErrExists) || taken.Field != "external_id" || taken.ExternalID != c.id || taken.Index != c.index {
			t.Errorf("%s: %v, %+v", name, c.err, taken)
		}
	}
	if err := kit.DeleteLink(t.Context(), "", owner.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.CreateLink(t.Context(), wanting); err != nil {
		t.Errorf("after the other was deleted: %v", err)
	}
}

func TestAnExternalIDIsNotTheIDOfAnotherLink(t *testing.T) {
	kit := linkpacktest.New(t)
	other, binned, link := kit.NewLink(linkpack.Link{Destination: home}), kit.NewLink(linkpack.Link{Destination: home}), kit.NewLink(linkpack.Link{Destination: home})
	deleted := kit.NewLink(linkpack.Link{Destination: home})
	for _, id := range []string{binned.ID, deleted.ID} {
		if err := kit.DeleteLink(t.Context(), "", id); err != nil {
			t.Fatal(err)
		}
	}
	creator := linkpack.WithPrincipal(t.Context(), linkpack.Principal{Workspace: linkpack.DefaultWorkspace, Scope: linkpack.Scope{Rights: linkpack.MayCreate | linkpack.MayRead, Tag: "theirs"}})
	for _, id := range []string{other.ID, binned.ID} {
		theirs := linkpack.Link{Destination: home, ExternalID: id, Tags: []string{"theirs"}}
		_, created := kit.CreateLink(creator, theirs)
		_, bulk := kit.CreateLinks(creator, []linkpack.Link{{Destination: home, Tags: theirs.Tags}, theirs})
		_, each := kit.CreateEach(creator, []linkpack.Link{theirs})
		_, _, ensured := kit.EnsureLink(creator, theirs, nil)
		_, changed := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.ExternalID = id; return nil })
		_, restored := kit.RestoreLink(t.Context(), "", deleted.ID, func(l *linkpack.Link) error { l.ExternalID = id; return nil })
		for call, err := range map[string]error{"create": created, "bulk": bulk, "each": each, "ensure": ensured, "change": changed, "restore": restored} {
			taken, ok := errors.AsType[*linkpack.TakenError](err)
			if !ok || taken.ExternalID != id || taken.Field != "external_id" || (call == "bulk") != (taken.Index == 1) {
				t.Errorf("%s: %v", call, err)
			}
		}
	}
	change(t, kit, link, "", func(l *linkpack.Link) { l.ExternalID = link.ID })
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	kit.NewLink(linkpack.Link{Workspace: "others", Destination: home, ExternalID: other.ID})
}
