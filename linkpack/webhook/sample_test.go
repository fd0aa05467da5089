package webhook_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// TestATestHasTheFormOfARealDelivery compares made-up events with real ones of the same
// kind: a receiver that understands one understands the other.
func TestATestHasTheFormOfARealDelivery(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	hook := create(t, hooks, webhook.Webhook{URL: url})
	link := k.NewLink(linkpack.Link{Destination: home, TrackConversions: true, Name: "Menu"})
	target.next()
	k.Visit(link).Key("ada").Click()
	visit := target.next()
	_, _, err := k.IdentifyVisitor(t.Context(), linkpack.Identification{
		Click: visit.wire.Data.Event.ID, Attributes: map[string]any{linkpack.AttributeEmail: "ada@example.com"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"form.submitted", "purchase"} {
		c := linkpack.NewConversion{Click: visit.wire.Data.Event.ID, Kind: kind}
		if kind == "form.submitted" {
			c.FormResponses = json.RawMessage(`{"name":"Ada"}`)
		}
		if _, err := k.RecordConversion(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	_, err = k.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Name = "Card"; return nil })
	if err == nil {
		err = k.DeleteLink(t.Context(), "", link.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	sent := []received{visit}
	for range 5 {
		sent = append(sent, target.next())
	}
	for _, real := range sent {
		if _, err := hooks.Test(t.Context(), "", hook.ID, webhook.Event(real.wire.EventType)); err != nil {
			t.Fatal(err)
		}
		if got, want := formOf(t, target.next()), formOf(t, real); got != want {
			t.Errorf("a test of %s has %s, a real one %s", real.wire.EventType, got, want)
		}
	}
}

// formOf returns what tells the events in bodies apart: the parts of data, and the trigger
// and class of the event.
func formOf(t *testing.T, r received) string {
	t.Helper()
	var m struct {
		Data map[string]json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(r.body, &m); err != nil {
		t.Fatal(err)
	}
	var parts []string
	for part := range m.Data {
		if part != "test" {
			parts = append(parts, part)
		}
	}
	slices.Sort(parts)
	return fmt.Sprint(parts, r.wire.Data.Event.Trigger, " ", r.wire.Data.Event.Class)
}
