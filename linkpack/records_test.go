package linkpack_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
)

func TestRecordsAreKeptForAWorkspace(t *testing.T) {
	k := linkpacktest.New(t)
	records := k.Records(linkpack.KindWebhook)
	made, err := records.Create(t.Context(), "", "", json.RawMessage(`{"a":1}`))
	if err != nil || made.ID == "" || made.Revision != 1 {
		t.Fatalf("made %+v, %v", made, err)
	}
	same := func(body json.RawMessage) (json.RawMessage, error) { return body, nil }
	if d, err := records.Update(t.Context(), "", made.ID, same); err != nil || d.Revision != 1 {
		t.Errorf("an equal body is a change: %+v, %v", d, err)
	}
	other := func(json.RawMessage) (json.RawMessage, error) { return json.RawMessage(`{"a":2}`), nil }
	if d, err := records.Update(t.Context(), "", made.ID, other); err != nil || d.Revision != 2 {
		t.Errorf("another body is no change: %+v, %v", d, err)
	}
	if d, err := records.Get(t.Context(), "", made.ID); err != nil || string(d.Body) != `{"a":2}` {
		t.Errorf("got %+v, %v", d, err)
	}
	if n, err := records.Count(t.Context(), ""); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	_, twice := records.Create(t.Context(), "", made.ID, json.RawMessage(`{}`))
	_, unknown := records.Create(t.Context(), "none", "", json.RawMessage(`{}`))
	_, foreign := k.Records("token").List(t.Context(), "", "", 0)
	for name, got := range map[string][2]error{
		"a taken ID": {twice, linkpack.ErrExists}, "an unknown workspace": {unknown, linkpack.ErrNotFound}, "another kind": {foreign, linkpack.ErrInvalid},
		"deleted": {records.Delete(t.Context(), "", made.ID), nil}, "deleted twice": {records.Delete(t.Context(), "", made.ID), linkpack.ErrNotFound},
	} {
		if !errors.Is(got[0], got[1]) {
			t.Errorf("%s: %v, want %v", name, got[0], got[1])
		}
	}
}

func TestQuotaIsAskedForWebhooks(t *testing.T) {
	k := linkpacktest.New(t, linkpack.Options{CheckQuota: func(_ context.Context, _ string, o linkpack.Operation) error {
		if o.Kind == linkpack.KindWebhook {
			return linkpack.ErrQuota
		}
		return nil
	}})
	if _, err := k.Records(linkpack.KindWebhook).Create(t.Context(), "", "", json.RawMessage(`{}`)); !errors.Is(err, linkpack.ErrQuota) {
		t.Errorf("%v", err)
	}
	if _, err := k.Records(linkpack.KindDelivery).Create(t.Context(), "", "x", json.RawMessage(`{}`)); err != nil {
		t.Errorf("a delivery: %v", err)
	}
}

func TestProgressIsKept(t *testing.T) {
	k := linkpacktest.New(t)
	if _, err := k.Progress(t.Context(), "reader"); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("before: %v", err)
	}
	for n := range uint64(3) {
		want := linkpack.Progress{Changes: n, State: json.RawMessage(`{"n":1}`)}
		if err := k.SaveProgress(t.Context(), "reader", want); err != nil {
			t.Fatal(err)
		}
		if got, err := k.Progress(t.Context(), "reader"); err != nil || got.Changes != n || string(got.State) != `{"n":1}` {
			t.Errorf("got %+v, %v", got, err)
		}
	}
}

func TestALinkIsReadAsItWas(t *testing.T) {
	k := linkpacktest.New(t)
	link := k.NewLink(linkpack.Link{Destination: home, Name: "old"})
	if _, err := k.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Name = "new"; return nil }); err != nil {
		t.Fatal(err)
	}
	for revision, want := range map[uint32]string{1: "old", 2: "new"} {
		if got, err := k.LinkRevision(t.Context(), "", link.ID, revision); err != nil || got.Name != want {
			t.Errorf("revision %d: %+v, %v", revision, got, err)
		}
	}
	for _, revision := range []uint32{0, 3, 1<<32 - 1} {
		if _, err := k.LinkRevision(t.Context(), "", link.ID, revision); !errors.Is(err, linkpack.ErrNotFound) {
			t.Errorf("revision %d: %v", revision, err)
		}
	}
}
