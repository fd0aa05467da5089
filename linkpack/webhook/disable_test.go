package webhook_test

import (
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

func TestGoneDisablesAtOnce(t *testing.T) {
	inBubble(t, status(410), func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		l := link(t, links)
		click(t, links, l)
		target.next()
		time.Sleep(time.Second)
		got, err := hooks.Webhook(t.Context(), "", hook.ID)
		if err != nil || got.Status != webhook.Disabled || !strings.Contains(got.DisabledReason, "410") {
			t.Fatalf("it is %+v, %v", got, err)
		}
		click(t, links, l)
		time.Sleep(time.Hour)
		if len(target.got) > 0 {
			t.Error("it gets more")
		}
		changes, err := links.Changes(t.Context(), 0, 0)
		if err != nil || changes[len(changes)-1].Kind != linkpack.KindWebhook || changes[len(changes)-1].Actor == "" {
			t.Errorf("the change log ends with %+v, %v", changes[len(changes)-1], err)
		}
		target.answer = nil
		if _, err := hooks.Update(t.Context(), "", hook.ID, func(w *webhook.Webhook) error { w.Status = webhook.Active; return nil }); err != nil {
			t.Fatal(err)
		}
		click(t, links, l)
		target.next()
		time.Sleep(time.Minute)
		if len(target.got) > 0 {
			t.Error("it gets what happened while it was disabled")
		}
	})
}

func TestFiveDaysOfFailuresDisable(t *testing.T) {
	inBubble(t, status(500), func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		l := link(t, links)
		for day := range 6 {
			click(t, links, l)
			time.Sleep(23*time.Hour + 55*time.Minute)
			got, err := hooks.Webhook(t.Context(), "", hook.ID)
			if err != nil || day < 4 && got.Status != webhook.Active {
				t.Fatalf("after %d days it is %+v, %v", day+1, got, err)
			}
			if day == 5 && got.Status != webhook.Disabled {
				t.Errorf("after %d days it is %s", day+1, got.Status)
			}
		}
	})
}
