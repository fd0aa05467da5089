package webhook_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

func TestWrongFieldsAreNamed(t *testing.T) {
	k, hooks, _, url := kit(t, nil)
	hook := create(t, hooks, webhook.Webhook{URL: url})
	for field, wrong := range map[string]webhook.Webhook{
		"url":         {URL: "ftp://example.com/"},
		"name":        {URL: url, Name: strings.Repeat("n", 201)},
		"events[1]":   {URL: url, Events: []webhook.Event{webhook.LinkClicked, "link.eaten"}},
		"triggers[0]": {URL: url, Triggers: []webhook.Trigger{"KIND_OTHER"}},
		"classes[0]":  {URL: url, Classes: []analytics.Class{analytics.Human + 1}},
		"link":        {URL: url, Link: "none"},
		"tag":         {URL: url, Tag: "a\x00b"},
		"format":      {URL: url, Format: "irc"},
		"source":      {URL: url, Source: strings.Repeat("s", 101)},
		"status":      {URL: url, Status: "asleep"},
	} {
		_, created := hooks.Create(t.Context(), wrong)
		_, updated := hooks.Update(t.Context(), "", hook.ID, func(w *webhook.Webhook) error {
			id := w.ID
			*w = wrong
			w.ID = id
			return nil
		})
		for _, err := range []error{created, updated} {
			if fault, ok := errors.AsType[*linkpack.FieldError](err); !ok || fault.Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	}
	all, err := hooks.List(t.Context(), "")
	if err != nil || len(all) != 1 || all[0].Revision != 1 {
		t.Errorf("there are %+v, %v", all, err)
	}
	if _, err := hooks.Create(t.Context(), webhook.Webhook{Workspace: "none", URL: url}); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("in an unknown workspace: %v", err)
	}
	_ = k
}

func TestAWebhookIsKeptAndItsSecretShownOnce(t *testing.T) {
	k, hooks, _, url := kit(t, nil)
	l := k.NewLink(linkpack.Link{Destination: home})
	wanted := webhook.Webhook{
		Name: "CRM", URL: url, Triggers: []webhook.Trigger{webhook.Interaction}, Classes: []analytics.Class{analytics.Bot, analytics.Bot},
		Link: l.ID, Tag: "red", Format: webhook.Slack, Source: "MAKE", Status: webhook.Paused,
	}
	made := create(t, hooks, wanted)
	if !strings.HasPrefix(made.Secret, "whsec_") || !slices.Equal(made.Events, webhook.EventsOf(made.Triggers)) || len(made.Classes) != 1 {
		t.Errorf("made %+v", made)
	}
	got, err := hooks.Webhook(t.Context(), "", made.ID)
	secret := made.Secret
	made.Secret = ""
	if err != nil || !reflect.DeepEqual(got, made) {
		t.Errorf("got %+v, want %+v, %v", got, made, err)
	}
	documents, err := k.Records(linkpack.KindWebhook).List(t.Context(), "", "", 0)
	if err != nil || len(documents) != 1 || strings.Contains(string(documents[0].Body), strings.TrimPrefix(secret, "whsec_")) {
		t.Errorf("the secret is stored as it is: %s, %v", documents[0].Body, err)
	}
	if err := hooks.Delete(t.Context(), "", made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := hooks.Webhook(t.Context(), "", made.ID); !errors.Is(err, linkpack.ErrNotFound) {
		t.Errorf("after it was deleted: %v", err)
	}
}

func TestTriggersMeanEvents(t *testing.T) {
	visits := []webhook.Event{webhook.LinkScanned, webhook.LinkClicked}
	deeds := []webhook.Event{webhook.FormSubmitted, webhook.Conversion, webhook.VisitorIdentified}
	for name, try := range map[string]struct {
		triggers []webhook.Trigger
		want     []webhook.Event
	}{
		"none":        {nil, append(slices.Clone(visits), deeds...)},
		"entry":       {[]webhook.Trigger{webhook.Entry}, visits},
		"exit":        {[]webhook.Trigger{webhook.Exit, webhook.Entry}, visits},
		"condition":   {[]webhook.Trigger{webhook.Condition}, visits},
		"interaction": {[]webhook.Trigger{webhook.Interaction}, deeds},
		"two":         {[]webhook.Trigger{webhook.Interaction, webhook.Exit}, append(slices.Clone(visits), deeds...)},
	} {
		if got := webhook.EventsOf(try.triggers); !slices.Equal(got, try.want) {
			t.Errorf("%s: %v, want %v", name, got, try.want)
		}
	}
}

func TestTwoSecretsAreValidWhileOneIsRotated(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	hook := create(t, hooks, webhook.Webhook{URL: url})
	rotated, err := hooks.Rotate(t.Context(), "", hook.ID, time.Hour)
	if err != nil || rotated.Secret == hook.Secret {
		t.Fatalf("rotated to %+v, %v", rotated, err)
	}
	verified := func(secret string) bool {
		if _, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked); err != nil {
			t.Fatal(err)
		}
		got := target.next()
		verifier, err := standardwebhooks.NewWebhook(secret)
		return err == nil && verifier.VerifyIgnoringTimestamp(got.body, got.header) == nil
	}
	if !verified(hook.Secret) || !verified(rotated.Secret) {
		t.Error("one of the secrets is not valid")
	}
	k.Clock.Advance(time.Hour)
	if verified(hook.Secret) || !verified(rotated.Secret) {
		t.Error("after the grace, the new secret alone must be valid")
	}
	for _, grace := range []time.Duration{-1, 31 * 24 * time.Hour} {
		if _, err := hooks.Rotate(t.Context(), "", hook.ID, grace); !errors.Is(err, linkpack.ErrInvalid) {
			t.Errorf("a grace of %v: %v", grace, err)
		}
	}
}

func TestAWebhookWithoutASecretGetsOneByRotation(t *testing.T) {
	k, hooks, _, url := kit(t, nil)
	records := k.Records(linkpack.KindWebhook)
	d, err := records.Create(t.Context(), "", "", []byte(`{"url":"`+url+`","status":"active"}`))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := hooks.Rotate(t.Context(), "", d.ID, time.Hour); err != nil || got.Secret == "" {
		t.Errorf("it is %+v, %v", got, err)
	}
	if d, err = records.Create(t.Context(), "", "", []byte(`[]`)); err != nil {
		t.Fatal(err)
	}
	if _, err := hooks.Rotate(t.Context(), "", d.ID, time.Hour); !errors.Is(err, linkpack.ErrDamaged) {
		t.Errorf("a damaged one: %v", err)
	}
}

func TestRightsAreAskedFor(t *testing.T) {
	k, hooks, _, url := kit(t, nil)
	if _, err := k.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "others"}); err != nil {
		t.Fatal(err)
	}
	hook := create(t, hooks, webhook.Webhook{URL: url})
	principal := func(workspace string, scope linkpack.Scope) linkpack.Principal {
		return linkpack.Principal{Workspace: workspace, Token: "t", Scope: scope}
	}
	for name, try := range map[string]struct {
		by                   linkpack.Principal
		read, create, change error
	}{
		"all":         {principal("default", linkpack.Scope{}), nil, nil, nil},
		"reader":      {principal("default", linkpack.Scope{Rights: linkpack.MayRead}), nil, linkpack.ErrForbidden, linkpack.ErrForbidden},
		"publishable": {principal("default", linkpack.Scope{Publishable: true}), linkpack.ErrForbidden, linkpack.ErrForbidden, linkpack.ErrForbidden},
		"of a tag":    {principal("default", linkpack.Scope{Tag: "red"}), linkpack.ErrForbidden, linkpack.ErrForbidden, linkpack.ErrForbidden},
		"others":      {principal("others", linkpack.Scope{}), linkpack.ErrNotFound, linkpack.ErrNotFound, linkpack.ErrNotFound},
	} {
		ctx := linkpack.WithPrincipal(t.Context(), try.by)
		_, get := hooks.Webhook(ctx, "", hook.ID)
		_, list := hooks.List(ctx, "")
		_, deliveries := hooks.Deliveries(ctx, "", hook.ID, webhook.DeliveryQuery{})
		_, created := hooks.Create(ctx, webhook.Webhook{URL: url})
		_, updated := hooks.Update(ctx, "", hook.ID, func(w *webhook.Webhook) error { w.Name += "x"; return nil })
		_, tested := hooks.Test(ctx, "", hook.ID, webhook.LinkClicked)
		_, rotated := hooks.Rotate(ctx, "", hook.ID, 0)
		for call, got := range map[string][2]error{
			"Webhook": {get, try.read}, "List": {list, try.read}, "Deliveries": {deliveries, try.read},
			"Create": {created, try.create}, "Update": {updated, try.change}, "Test": {tested, try.change}, "Rotate": {rotated, try.change},
		} {
			if !errors.Is(got[0], got[1]) || (got[0] == nil) != (got[1] == nil) {
				t.Errorf("%s by %s: %v, want %v", call, name, got[0], got[1])
			}
		}
	}
}

func TestAWorkspaceTakesItsWebhooksWithIt(t *testing.T) {
	k, hooks, _, url := kit(t, nil)
	if _, err := k.CreateWorkspace(t.Context(), linkpack.Workspace{ID: "w"}); err != nil {
		t.Fatal(err)
	}
	create(t, hooks, webhook.Webhook{Workspace: "w", URL: url})
	for _, kind := range []string{linkpack.KindDelivery, linkpack.KindWebhookFigures} {
		if _, err := k.Records(kind).Create(t.Context(), "w", "x", json.RawMessage("{}")); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.DeleteWorkspace(t.Context(), "w"); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{linkpack.KindWebhook, linkpack.KindDelivery, linkpack.KindWebhookFigures} {
		if left, err := k.Records(kind).List(t.Context(), "w", "", 0); err != nil || len(left) > 0 {
			t.Errorf("left of %s: %v, %v", kind, left, err)
		}
	}
}
