package webhook_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

func TestAnIdentifiedVisitorIsNamed(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	hook := create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkClicked, webhook.VisitorIdentified, webhook.FormSubmitted, webhook.Conversion}})
	link := k.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	k.Visit(link).Key("ada").Click()
	first := target.next()
	if first.wire.Data.Visitor == nil || first.wire.Data.Visitor.Email != "" {
		t.Errorf("an unknown visitor is %s", first.body)
	}
	visitor, _, err := k.IdentifyVisitor(t.Context(), linkpack.Identification{
		Click: first.wire.Data.Event.ID, Attributes: map[string]any{linkpack.AttributeEmail: "ada@example.com", "plan": "pro"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := target.next(); got.wire.EventType != "visitor.identified" || got.wire.Data.Visitor.Email != "ada@example.com" {
		t.Errorf("the identified visitor is %s", got.body)
	}
	k.Visit(link).Key("ada").Click()
	next := target.next()
	if next.wire.EventType != "link.clicked" || next.wire.Data.Visitor.Email != "ada@example.com" || !strings.Contains(string(next.body), `"plan":"pro"`) {
		t.Errorf("the next click is %s", next.body)
	}
	target.mu.Lock()
	target.answer = status(500)
	target.mu.Unlock()
	_, err = k.RecordConversion(t.Context(), linkpack.NewConversion{
		Click: next.wire.Data.Event.ID, Kind: "form.submitted", FormResponses: json.RawMessage(`{"company":"Engines"}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	form := target.next()
	if form.wire.EventType != "form.submitted" || !strings.Contains(string(form.body), `"form_responses":{"company":"Engines"}`) || form.wire.Data.Visitor.Email != "ada@example.com" {
		t.Errorf("the form is %s", form.body)
	}
	waiting := awaitStored(t, hooks, hook.ID)
	if err := k.DeleteVisitor(t.Context(), "", visitor.ID); err != nil {
		t.Fatal(err)
	}
	if again, err := hooks.Resend(t.Context(), "", hook.ID, waiting.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("the form of an erased visitor is sent: %+v, %v", again, err)
	}
}

// TestWhatAnErasedVisitorDidIsNotSentFromTheQueue erases a visitor whose form is in the
// queue of a webhook behind another event. A second webhook, which is offered events
// after the first, shows that the form is there.
func TestWhatAnErasedVisitorDidIsNotSentFromTheQueue(t *testing.T) {
	k := linkpacktest.New(t)
	hooks := open(t, k.Shortener, webhook.Options{Allowed: loopback(), InFlight: 1})
	slow, fast := newTarget(t, nil), newTarget(t, nil)
	slow.hold = make(chan struct{})
	for _, r := range []*target{slow, fast} {
		create(t, hooks, webhook.Webhook{URL: served(t, r), Events: []webhook.Event{webhook.LinkClicked, webhook.FormSubmitted}})
	}
	link := k.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	k.Visit(link).Key("ada").Click()
	click := slow.next().wire.Data.Event.ID
	fast.next()
	visitor, _, err := k.IdentifyVisitor(t.Context(), linkpack.Identification{Click: click, Attributes: map[string]any{linkpack.AttributeEmail: "ada@example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	form := linkpack.NewConversion{Click: click, Kind: "form.submitted", FormResponses: json.RawMessage(`{"company":"Engines"}`)}
	if _, err := k.RecordConversion(t.Context(), form); err != nil {
		t.Fatal(err)
	}
	if got := fast.next(); got.wire.EventType != "form.submitted" {
		t.Fatalf("it is %s", got.body)
	}
	if err := k.DeleteVisitor(t.Context(), "", visitor.ID); err != nil {
		t.Fatal(err)
	}
	close(slow.hold)
	k.Visit(link).Key("bob").Click()
	if got := slow.next(); got.wire.EventType != "link.clicked" || strings.Contains(string(got.body), "Engines") || strings.Contains(string(got.body), click) {
		t.Errorf("after the erasure, %s is sent", got.body)
	}
}

// TestNoDeliveryNamesAnErasedVisitorsClick erases a visitor with a click that was
// delivered, one that waits, and one whose delivery is dead. Those of another stay.
func TestNoDeliveryNamesAnErasedVisitorsClick(t *testing.T) {
	k := linkpacktest.New(t)
	hooks := open(t, k.Shortener, webhook.Options{Allowed: loopback()})
	well, failing, gone := newTarget(t, nil), newTarget(t, status(500)), newTarget(t, status(410))
	var ids []string
	for _, target := range []*target{well, failing, gone} {
		ids = append(ids, create(t, hooks, webhook.Webhook{URL: served(t, target), Events: []webhook.Event{webhook.LinkClicked}}).ID)
	}
	link := k.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	k.Visit(link).Key("ada").Click()
	click := well.next().wire.Data.Event.ID
	awaitSources(t, hooks, ids, click)
	k.Visit(link).Key("bob").Click()
	other := well.next().wire.Data.Event.ID
	awaitSources(t, hooks, ids[:2], click, other)
	visitor, _, err := k.IdentifyVisitor(t.Context(), linkpack.Identification{Click: click})
	if err != nil {
		t.Fatal(err)
	}
	if err := k.DeleteVisitor(t.Context(), "", visitor.ID); err != nil {
		t.Fatal(err)
	}
	awaitSources(t, hooks, ids[:2], other)
	awaitSources(t, hooks, ids[2:])
}

// TestAnErasureIsTriedAgain erases a visitor while deliveries cannot be read.
func TestAnErasureIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newFaulty()
		links := timedOn(t, store)
		target := newTarget(t, status(http.StatusGone))
		hooks := open(t, links, webhook.Via(target, webhook.Options{}))
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		tracked, err := links.CreateLink(t.Context(), linkpack.Link{Destination: home, TrackConversions: true})
		if err != nil {
			t.Fatal(err)
		}
		click(t, links, tracked)
		visitor, _, err := links.IdentifyVisitor(t.Context(), linkpack.Identification{Click: target.next().wire.Data.Event.ID})
		if err != nil {
			t.Fatal(err)
		}
		store.fail(linkpack.KindDelivery)
		if err := links.DeleteVisitor(t.Context(), "", visitor.ID); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		store.fail("")
		if all, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{}); err != nil || len(all) != 1 {
			t.Fatalf("while the store failed: %v, %v", all, err)
		}
		time.Sleep(3 * time.Second)
		if all, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{}); err != nil || len(all) != 0 {
			t.Errorf("afterwards: %v, %v", all, err)
		}
	})
}

// awaitSources waits until each of some webhooks has deliveries of some sources, and of no
// others.
func awaitSources(t *testing.T, hooks *webhook.Webhooks, ids []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	for _, id := range ids {
		for got := []string{"none yet"}; !slices.Equal(got, want); time.Sleep(time.Millisecond) {
			all, err := hooks.Deliveries(t.Context(), "", id, webhook.DeliveryQuery{})
			if err != nil {
				t.Fatal(err)
			}
			got = nil
			for _, d := range all {
				got = append(got, d.Source)
			}
			slices.Sort(got)
		}
	}
}

// awaitStored waits until a failed delivery of a webhook is stored.
func awaitStored(t *testing.T, hooks *webhook.Webhooks, id string) *webhook.Delivery {
	t.Helper()
	for ; ; time.Sleep(time.Millisecond) {
		all, err := hooks.Deliveries(t.Context(), "", id, webhook.DeliveryQuery{States: []webhook.State{webhook.Waiting}})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) > 0 {
			return all[0]
		}
	}
}

func TestConversionsAreSentByTheirKind(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkClicked, webhook.Conversion}})
	link := k.NewLink(linkpack.Link{Destination: home, TrackConversions: true})
	k.Visit(link).Click()
	click := target.next().wire.Data.Event.ID
	for _, kind := range []string{"purchase", "form.submitted"} {
		c := linkpack.NewConversion{Click: click, Kind: kind, Value: 49.9, Currency: "EUR", Properties: json.RawMessage(`{"order":7}`)}
		if _, err := k.RecordConversion(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		got := target.next()
		for _, want := range []string{`"kind":"` + kind + `"`, `"value":49.9,"currency":"EUR","properties":{"order":7}`, `"click_id":"` + click + `"`} {
			if !strings.Contains(string(got.body), want) {
				t.Errorf("%s lacks %s", got.body, want)
			}
		}
		if got.wire.EventType != "conversion" || got.wire.Data.Event.Trigger != "conversion" {
			t.Errorf("it is %s", got.body)
		}
	}
}
