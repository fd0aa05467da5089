package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/memory"
)

func setStatus(t testing.TB, hooks *webhook.Webhooks, id string, status webhook.Status) {
	t.Helper()
	if _, err := hooks.Update(t.Context(), "", id, func(w *webhook.Webhook) error { w.Status = status; return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestAFailedOpenLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newFaulty()
		links := timedOn(t, store)
		hooks := open(t, links, webhook.Via(hanging{}, webhook.Options{}))
		create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		click(t, links, link(t, links))
		time.Sleep(2 * time.Second)
		done, cancel := context.WithCancel(t.Context())
		cancel()
		if err := hooks.Close(done); err != nil { // the click is still being sent
			t.Fatal(err)
		}
		store.fail(linkpack.KindWebhook)
		if _, err := webhook.Open(t.Context(), links, nil); !errors.Is(err, errDisk) {
			t.Fatalf("opening is %v", err)
		}
		store.fail("")
		target := newTarget(t, nil)
		open(t, links, webhook.Via(target, webhook.Options{}))
		target.next()
	})
}

func TestAFailureAfterReactivationDisablesNothing(t *testing.T) {
	for _, status := range []webhook.Status{webhook.Paused, webhook.Disabled} {
		t.Run(string(status), func(t *testing.T) {
			code := http.StatusInternalServerError
			if status == webhook.Disabled {
				code = http.StatusGone
			}
			inBubble(t, func(w http.ResponseWriter, _ int) { w.WriteHeader(code) }, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
				hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
				l := link(t, links)
				click(t, links, l)
				target.next()
				time.Sleep(2 * time.Minute) // so that the figures are stored
				if status == webhook.Paused {
					setStatus(t, hooks, hook.ID, status)
				}
				closeAll(t, hooks) // so that few timers run
				time.Sleep(6 * 24 * time.Hour)
				hooks = open(t, links, webhook.Via(target, webhook.Options{}))
				code = http.StatusInternalServerError
				setStatus(t, hooks, hook.ID, webhook.Active)
				click(t, links, l)
				target.next()
				time.Sleep(time.Second)
				if got, err := hooks.Webhook(t.Context(), "", hook.ID); err != nil || got.Status != webhook.Active {
					t.Errorf("it is %+v, %v", got, err)
				}
			})
		})
	}
}

func TestAPauseKeepsTheFigures(t *testing.T) {
	inBubble(t, nil, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		click(t, links, link(t, links))
		target.next()
		time.Sleep(time.Second)
		setStatus(t, hooks, hook.ID, webhook.Paused)
		if got, err := hooks.Webhook(t.Context(), "", hook.ID); err != nil || got.Figures.Delivered != 1 {
			t.Errorf("the figures are %+v, %v", got.Figures, err)
		}
	})
}

func TestADeletedWebhookLeavesNothing(t *testing.T) {
	inBubble(t, status(500), func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		target.hold = make(chan struct{})
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		click(t, links, link(t, links))
		target.next()
		if err := hooks.Delete(t.Context(), "", hook.ID); err != nil {
			t.Fatal(err)
		}
		close(target.hold)
		time.Sleep(time.Second)
		expectLeft(t, links, 0)
	})
}

func TestADeletedWebhookTakesItsFailedDeliveriesWithIt(t *testing.T) {
	inBubble(t, status(500), func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		click(t, links, link(t, links))
		target.next()
		time.Sleep(2 * time.Minute) // so that the figures are stored, too
		expectLeft(t, links, 1)
		if err := hooks.Delete(t.Context(), "", hook.ID); err != nil {
			t.Fatal(err)
		}
		expectLeft(t, links, 0)
	})
}

func TestWhatDeletedWebhooksLeftIsRemoved(t *testing.T) {
	inBubble(t, nil, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, _ *target) {
		for kind, id := range map[string]string{linkpack.KindDelivery: "w0/msg_1", linkpack.KindWebhookFigures: "w0"} {
			if _, err := links.Records(kind).Create(t.Context(), "", id, []byte("{}")); err != nil {
				t.Fatal(err)
			}
		}
		expectLeft(t, links, 1)
		time.Sleep(2 * time.Hour)
		expectLeft(t, links, 0)
	})
}

// expectLeft expects a number of deliveries and of figures.
func expectLeft(t testing.TB, links *linkpack.Shortener, want int) {
	t.Helper()
	for _, kind := range []string{linkpack.KindDelivery, linkpack.KindWebhookFigures} {
		left, err := links.Records(kind).List(t.Context(), "", "", 0)
		if err != nil || len(left) != want {
			t.Errorf("%d of kind %s are left, %v", len(left), kind, err)
		}
	}
}

func TestOldEventsAreCounted(t *testing.T) {
	inBubble(t, nil, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		closeAll(t, hooks)
		l := link(t, links)
		click(t, links, l)
		time.Sleep(6 * 24 * time.Hour)
		hooks = open(t, links, webhook.Via(target, webhook.Options{}))
		click(t, links, l)
		target.next()
		time.Sleep(time.Second)
		if got, err := hooks.Webhook(t.Context(), "", hook.ID); err != nil || got.Figures.TooOld != 1 || len(target.got) > 0 {
			t.Errorf("the figures are %+v, %v", got.Figures, err)
		}
	})
}

func TestATrimmedChangeLogIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		links, target := timedOn(t, store), newTarget(t, nil)
		var log bytes.Buffer
		hooks := open(t, links, webhook.Options{})
		create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkCreated}})
		time.Sleep(2 * time.Second)
		closeAll(t, hooks)
		link(t, links)
		link(t, links)
		if err := store.TrimChanges(t.Context(), 100); err != nil {
			t.Fatal(err)
		}
		hooks = open(t, links, webhook.Via(target, webhook.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}))
		time.Sleep(10 * time.Second)
		link(t, links)
		target.next()
		closeAll(t, hooks)
		if got := strings.Count(log.String(), "changes were removed"); got < 1 || got > 2 { // by the feed and by the line of the webhook
			t.Errorf("there are %d warnings", got)
		}
	})
}

func TestTheLinkOfAClickIsReadAgainOnceItIsMended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newFaulty()
		links, target := timedOn(t, store), newTarget(t, nil)
		hooks := open(t, links, webhook.Via(target, webhook.Options{}))
		create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		l := link(t, links)
		store.fail(damagedLinks)
		click(t, links, l)
		time.Sleep(2 * time.Second)
		store.fail("")
		click(t, links, l)
		target.next()
	})
}
