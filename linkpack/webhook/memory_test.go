package webhook_test

import (
	"strings"
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// What webhooks keep in memory is no older than what is sent.

func TestALinkIsSentAsTheClickSawItOrNewer(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkClicked}})
	link := k.NewLink(linkpack.Link{Destination: home})
	for _, name := range []string{"one", "two", "three"} {
		_, err := k.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Name = name; return nil })
		if err != nil {
			t.Fatal(err)
		}
		k.Visit(link).Click()
		if got := target.next(); got.wire.Data.Link.Name != name {
			t.Errorf("the link is %q, want %q", got.wire.Data.Link.Name, name)
		}
	}
}

func TestDeliveriesAreSignedWithTheNewSecretAtOnce(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	hook := create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkClicked}})
	link := k.NewLink(linkpack.Link{Destination: home})
	for range 3 {
		rotated, err := hooks.Rotate(t.Context(), "", hook.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		k.Visit(link).Click()
		got := target.next()
		verifier, err := standardwebhooks.NewWebhook(rotated.Secret)
		if err == nil {
			err = verifier.VerifyIgnoringTimestamp(got.body, got.header)
		}
		if err != nil || strings.Contains(got.header.Get("webhook-signature"), " ") {
			t.Errorf("the signatures are %q, %v", got.header.Get("webhook-signature"), err)
		}
	}
}

func TestAWebhookWhoseSecretCannotBeOpenedSendsNothing(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	d, err := k.Records(linkpack.KindWebhook).Create(t.Context(), "", "", []byte(`{"url":"`+url+`","status":"active","keys":[{"sealed":"c2VjcmV0"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := hooks.Test(t.Context(), "", d.ID, webhook.LinkClicked)
	if err != nil || got.State != webhook.Dead || !strings.Contains(got.Error, "the secret") || len(target.got) > 0 {
		t.Errorf("it is %+v, %v; %d arrived", got, err, len(target.got))
	}
}
