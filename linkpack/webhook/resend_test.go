package webhook_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

func TestADeliveryThatIsSentByHandAndByItselfEndsOnce(t *testing.T) {
	fails := func(after time.Duration) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			time.Sleep(after)
			w.WriteHeader(500)
		}
	}
	takes := func(http.ResponseWriter) {}
	for name, try := range map[string]struct {
		answers []func(http.ResponseWriter)
		byHand  time.Duration // when, after the first attempt
	}{
		"the retry is due while it is sent by hand":  {[]func(http.ResponseWriter){fails(0), fails(8 * time.Second), takes}, 2 * time.Second},
		"it is taken by hand while the retry hangs":  {[]func(http.ResponseWriter){fails(0), fails(8 * time.Second), takes}, 9 * time.Second},
		"it fails by hand after the retry was taken": {[]func(http.ResponseWriter){fails(0), func(http.ResponseWriter) { time.Sleep(8 * time.Second) }, fails(9 * time.Second)}, 9 * time.Second},
		"it fails by hand, and the retry is taken":   {[]func(http.ResponseWriter){fails(0), fails(0), takes}, time.Second},
		"it is taken by hand before the retry":       {[]func(http.ResponseWriter){fails(0), takes}, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			answer := func(w http.ResponseWriter, n int) { try.answers[min(n, len(try.answers))-1](w) }
			inBubble(t, answer, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
				hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
				click(t, links, link(t, links))
				id := target.next().header.Get("webhook-id")
				time.Sleep(try.byHand)
				_, _ = hooks.Resend(t.Context(), "", hook.ID, id) // what it returns differs
				time.Sleep(time.Minute)
				left, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{States: []webhook.State{webhook.Waiting, webhook.Dead}})
				if err != nil || len(left) > 0 {
					t.Errorf("left are %+v, %v", left[0], err)
				}
			})
		})
	}
}

func TestSendingByHandTakesNoAttemptAway(t *testing.T) {
	inBubble(t, status(500), func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		click(t, links, link(t, links))
		id := target.next().header.Get("webhook-id")
		time.Sleep(time.Second)
		got, err := hooks.Resend(t.Context(), "", hook.ID, id)
		if err != nil || got.State != webhook.Waiting || got.Attempts != 1 || !got.NextAt.After(time.Now()) {
			t.Errorf("it is %+v, %v", got, err)
		}
	})
}

func TestFaultsOfTheStoreAreNotThoseOfTheTarget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newFaulty()
		links, target := timedOn(t, store), newTarget(t, func(w http.ResponseWriter, n int) {
			if n == 1 {
				w.WriteHeader(500)
			}
		})
		hooks := open(t, links, webhook.Via(target, webhook.Options{}))
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkCreated}})
		link(t, links)
		target.next()
		store.fail(changeLog)
		time.Sleep(10 * time.Minute)
		got, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{})
		if err != nil || len(got) != 1 || got[0].Attempts != 1 || got[0].State != webhook.Waiting {
			t.Errorf("there are %+v, %v", got, err)
		}
		shown, err := hooks.Webhook(t.Context(), "", hook.ID)
		if err != nil || shown.Figures.Failed != 1 {
			t.Errorf("the figures are %+v, %v", shown.Figures, err)
		}
		store.fail("")
		target.next()
	})
}

func TestTheSecretIsReturnedThoughDeliveriesCannotBegin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newFaulty()
		links, target := timedOn(t, store), newTarget(t, nil)
		hooks := open(t, links, webhook.Via(target, webhook.Options{}))
		store.fail(linkpack.KindDelivery)
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		if hook.Secret == "" {
			t.Error("creating gives no secret")
		}
		rotated, err := hooks.Rotate(t.Context(), "", hook.ID, 0)
		if err != nil || rotated.Secret == "" {
			t.Errorf("rotating gives %+v, %v", rotated, err)
		}
		store.fail("")
		click(t, links, link(t, links))
		target.next()
	})
}
