package webhook_test

import (
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

func TestVisitsAreSentSignedAndOnce(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	hook := create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkScanned, webhook.LinkClicked}})
	link := k.NewLink(linkpack.Link{Destination: home, Name: "Menu", ShortCode: "menu"})
	k.Visit(link).UserAgent("curl/8.5.0").Click() // a bot
	k.Visit(link).From("DE").Click()
	k.Visit(link).Query("qr=1").Click()
	verifier, err := standardwebhooks.NewWebhook(hook.Secret)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]received)
	for range 2 {
		got := target.next()
		if err := verifier.VerifyIgnoringTimestamp(got.body, got.header); err != nil { // the kit's clock stands still
			t.Error(err)
		}
		if got.wire.ID != got.header.Get("webhook-id") || !got.wire.Timestamp.Equal(k.Now()) {
			t.Errorf("it is %s at %v", got.wire.ID, got.wire.Timestamp)
		}
		seen[got.wire.EventType] = got
	}
	k.Visit(link).Click()
	target.next()
	closeAll(t, hooks) // what was read before the last click is sent now
	if len(target.got) > 0 {
		t.Errorf("it also gets %s", (<-target.got).body)
	}
	click, scan := seen["link.clicked"].wire.Data, seen["link.scanned"].wire.Data
	if click.Event.Trigger != "click" || click.Event.Country != "DE" || click.Link.Shortlink != "menu" || click.Link.Name != "Menu" || click.Visitor == nil {
		t.Errorf("the click is %s", seen["link.clicked"].body)
	}
	if scan.Event.Trigger != "scan" || scan.Link.Entrypoint != k.URL(link) {
		t.Errorf("the scan is %s", seen["link.scanned"].body)
	}
}
