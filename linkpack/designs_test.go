package linkpack_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestADesignKeepsItsRevisions(t *testing.T) {
	kit := linkpacktest.New(t)
	made, err := kit.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{"v":1}`)})
	if err != nil || made.Revision != 1 {
		t.Fatalf("%+v, %v", made, err)
	}
	changed, err := kit.UpdateDesign(t.Context(), "", made.ID, to(`{"v":2}`))
	if err != nil || changed.Revision != 2 || !changed.CreatedAt.Equal(made.CreatedAt) {
		t.Fatalf("%+v, %v", changed, err)
	}
	if err := kit.DeleteDesign(t.Context(), "", made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := kit.Design(t.Context(), "", made.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("after its deletion: %v", err)
	}
	for revision, want := range map[uint64]string{1: `{"v":1}`, 2: `{"v":2}`} {
		got, err := kit.DesignRevision(t.Context(), made.ID, revision)
		if err != nil || string(got.Body) != want || got.Revision != revision || got.ID != made.ID {
			t.Errorf("revision %d: %+v, %v", revision, got, err)
		}
	}
	if _, err := kit.DesignRevision(t.Context(), made.ID, 3); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("a revision that never was: %v", err)
	}
}

func TestDesignsBelongToTheirWorkspace(t *testing.T) {
	kit := linkpacktest.New(t)
	if _, err := kit.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "acme"}); err != nil {
		t.Fatal(err)
	}
	made, err := kit.CreateDesign(t.Context(), linkpack.StoredDesign{Workspace: "acme", Body: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	_, getErr := kit.Design(t.Context(), "", made.ID)
	_, changeErr := kit.UpdateDesign(t.Context(), "", made.ID, to(`{}`))
	for _, err := range []error{getErr, changeErr, kit.DeleteDesign(t.Context(), "", made.ID)} {
		if !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("another workspace's design: %v", err)
		}
	}
	all, err := kit.Designs(t.Context(), "acme")
	if err != nil || len(all) != 1 || all[0].ID != made.ID {
		t.Errorf("designs %+v, %v", all, err)
	}
	_, err = kit.CreateLink(t.Context(), linkpack.Link{Destination: home, Design: made.ID})
	if !errors.Is(err, linkpack.ErrInvalid) || !strings.Contains(err.Error(), "design:") {
		t.Errorf("a link with another workspace's design: %v", err)
	}
	kit2 := kit.NewLink(linkpack.Link{Destination: home, Workspace: "acme", Design: made.ID})
	if kit2.Design != made.ID {
		t.Errorf("the link has design %q", kit2.Design)
	}
}

func TestDesignsThatAreRefused(t *testing.T) {
	ugly := &linkpack.FieldError{Field: "dotsOptions.color", Reason: "is ugly"}
	kit := linkpacktest.New(t, linkpack.Options{CheckDesign: func(body []byte) ([]byte, error) {
		if bytes.Contains(body, []byte("ugly")) {
			return nil, ugly
		}
		return body, nil
	}})
	for name, body := range map[string]string{
		"nothing": ``, "no object": `[]`, "cut off": `{"a":`, "too large": `{"a":"` + strings.Repeat("x", 5<<20) + `"}`,
		"refused by the host": `{"a":"ugly"}`,
	} {
		if _, err := kit.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(body)}); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := kit.CreateDesign(t.Context(), linkpack.StoredDesign{Workspace: "nobody", Body: json.RawMessage(`{}`)}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown workspace: %v", err)
	}
}

func TestLinkAtIgnoresGates(t *testing.T) {
	kit := linkpacktest.New(t)
	link := kit.NewLink(linkpack.Link{Destination: home, Archived: true})
	if found, err := kit.LinkAt(t.Context(), "any.example", link.ShortCode); err != nil || found.ID != link.ID {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := kit.LinkAt(t.Context(), "", "unknown"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("an unknown code: %v", err)
	}
}

func TestImageSignaturesBelongToTheStore(t *testing.T) {
	one, other := linkpacktest.New(t), linkpacktest.New(t)
	if !bytes.Equal(one.Sign("x", "a"), one.Sign("x", "a")) || bytes.Equal(one.Sign("x", "a"), one.Sign("x", "b")) {
		t.Error("a signature does not stand for its text")
	}
	if bytes.Equal(one.Sign("x", "a"), other.Sign("x", "a")) {
		t.Error("two stores sign alike")
	}
	if bytes.Equal(one.Sign("x", "a"), one.Sign("y", "a")) {
		t.Error("a signature is good for another purpose")
	}
}

func TestALinkWhoseDesignWasDeletedCanBeChanged(t *testing.T) {
	kit := linkpacktest.New(t)
	made, err := kit.CreateDesign(t.Context(), linkpack.StoredDesign{Body: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	link := kit.NewLink(linkpack.Link{Destination: home, Design: made.ID})
	if err := kit.DeleteDesign(t.Context(), "", made.ID); err != nil {
		t.Fatal(err)
	}
	named, err := kit.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error {
		l.Name = "still here"
		return nil
	})
	if err != nil || named.Name != "still here" {
		t.Errorf("got %v, %v", named, err)
	}
	other := kit.NewLink(linkpack.Link{Destination: home})
	_, err = kit.UpdateLink(t.Context(), "", other.ID, func(l *linkpack.Link) error {
		l.Design = made.ID
		return nil
	})
	if !errors.Is(err, linkpack.ErrInvalid) {
		t.Errorf("a link that gets a deleted design: %v", err)
	}
}

// to returns an update that gives a design another body.
func to(body string) func(*linkpack.StoredDesign) error {
	return func(d *linkpack.StoredDesign) error {
		d.Body = json.RawMessage(body)
		return nil
	}
}
