package linkpack_test

import (
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestARestoredLinkHasItsExternalID(t *testing.T) {
	kit := linkpacktest.New(t)
	link := binned(t, kit, linkpack.Link{Destination: home, ExternalID: "x"})
	if _, err := kit.LinkByExternalID(t.Context(), "", "x"); link.ExternalID != "x" || !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("in the bin: %q, %v", link.ExternalID, err)
	}
	if _, err := kit.RestoreLink(t.Context(), "", link.ID, nil); err != nil {
		t.Fatal(err)
	}
	if found, err := kit.LinkByExternalID(t.Context(), "", "x"); err != nil || found.ID != link.ID {
		t.Errorf("restored: %+v, %v", found, err)
	}
}

func TestAnExternalIDThatWasTakenIsNotRestored(t *testing.T) {
	for _, another := range []string{"y", ""} {
		kit := linkpacktest.New(t)
		link := binned(t, kit, linkpack.Link{Destination: home, ShortCode: "a", ExternalID: "x"})
		other := binned(t, kit, linkpack.Link{Destination: home})
		owner := kit.NewLink(linkpack.Link{Destination: home, ShortCode: "a", ExternalID: "x"})
		_, one := kit.RestoreLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.ShortCode = ""; return nil })
		_, several := kit.RestoreLinks(t.Context(), "", []string{other.ID, link.ID}, func(_ int, l *linkpack.Link) error { l.ShortCode = ""; return nil })
		for index, err := range []error{one, several} {
			taken, ok := errors.AsType[*linkpack.TakenError](err)
			if !ok || taken.ExternalID != "x" || taken.Field != "external_id" || taken.Retired || taken.Index != index {
				t.Errorf("restoring %d: %v", index+1, err)
			}
		}
		if deleted, err := kit.DeletedLink(t.Context(), "", link.ID); err != nil || deleted.ExternalID != "x" || deleted.Revision != 2 {
			t.Errorf("it stays as %+v, %v", deleted, err)
		}
		restored, err := kit.RestoreLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
			l.ShortCode, l.ExternalID = "", another
			return nil
		})
		if err != nil || restored.ExternalID != another {
			t.Errorf("with external id %q: %+v, %v", another, restored, err)
		}
		if found, err := kit.LinkByExternalID(t.Context(), "", "x"); err != nil || found.ID != owner.ID {
			t.Errorf("the owner: %+v, %v", found, err)
		}
	}
}

func TestALinkThatIsRemovedLeavesItsExternalIDToOthers(t *testing.T) {
	kit := linkpacktest.New(t)
	link := binned(t, kit, linkpack.Link{Destination: home, ExternalID: "x"})
	owner := kit.NewLink(linkpack.Link{Destination: home, ExternalID: "x"})
	if err := kit.DeleteLinksNow(t.Context(), "", []string{link.ID}); err != nil {
		t.Fatal(err)
	}
	if found, err := kit.LinkByExternalID(t.Context(), "", "x"); err != nil || found.ID != owner.ID {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestALinkInTheBinIsNotEnsured(t *testing.T) {
	for name, c := range map[string]struct {
		link linkpack.Link
		opts *linkpack.EnsureOptions
	}{
		"external id": {linkpack.Link{Destination: home, ExternalID: "x"}, nil},
		"destination": {linkpack.Link{Destination: home}, sameDestination()},
		"both":        {linkpack.Link{Destination: home, ExternalID: "x"}, sameDestination()},
	} {
		kit := linkpacktest.New(t)
		deleted := binned(t, kit, c.link)
		again, created, err := kit.EnsureLink(t.Context(), c.link, c.opts)
		if err != nil || !created || again.ID == deleted.ID {
			t.Fatalf("%s: %+v, created %v, %v", name, again, created, err)
		}
		found, created, err := kit.EnsureLink(t.Context(), c.link, c.opts)
		if err != nil || created || found.ID != again.ID {
			t.Errorf("%s, again: %+v, created %v, %v", name, found, created, err)
		}
	}
}
