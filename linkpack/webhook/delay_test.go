package webhook_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

func TestAFailedDeliveryHoldsUpNoOther(t *testing.T) {
	inBubble(t, func(w http.ResponseWriter, n int) {
		if n == 1 {
			w.WriteHeader(503)
		}
	}, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		l := link(t, links)
		begin := time.Now()
		var ids []string
		for range 3 {
			click(t, links, l)
			ids = append(ids, target.next().header.Get("webhook-id"))
		}
		if took := time.Since(begin); took > 2*time.Second {
			t.Errorf("the others took %v", took)
		}
		again := target.next()
		if again.header.Get("webhook-id") != ids[0] {
			t.Error("the failed one is not sent again")
		}
	})
}

func TestManyFailuresWaitInTheLogs(t *testing.T) {
	const clicks = 60
	inBubble(t, func(w http.ResponseWriter, n int) {
		if n <= 20 {
			w.WriteHeader(500)
		}
	}, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		closeAll(t, hooks)
		hooks = open(t, links, webhook.Via(target, webhook.Options{MaxWaiting: 5}))
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		l := link(t, links)
		for range clicks {
			click(t, links, l)
		}
		time.Sleep(2 * time.Second)
		waiting, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{States: []webhook.State{webhook.Waiting}})
		if err != nil || len(waiting) < 5 || len(waiting) > 5+4 {
			t.Errorf("%d wait, %v", len(waiting), err)
		}
		time.Sleep(6 * time.Hour)
		seen := make(map[string]bool)
		for len(target.got) > 0 {
			seen[(<-target.got).header.Get("webhook-id")] = true
		}
		shown, err := hooks.Webhook(t.Context(), "", hook.ID)
		if err != nil || len(seen) != clicks || shown.Figures.Delivered != clicks {
			t.Errorf("%d arrived, the figures are %+v, %v", len(seen), shown.Figures, err)
		}
	})
}

func TestASlowTargetDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const clicks = 1000
		links := timed(t)
		slow, quick := newTarget(t, func(http.ResponseWriter, int) { time.Sleep(time.Second) }), newTarget(t, nil)
		hooks := open(t, links, webhook.Via(byHost{"slow.example": slow, "quick.example": quick}, webhook.Options{}))
		l := link(t, links)
		for host := range (byHost{"slow.example": nil, "quick.example": nil}) {
			create(t, hooks, webhook.Webhook{URL: "https://" + host, Events: []webhook.Event{webhook.LinkClicked}})
		}
		for range clicks {
			click(t, links, l)
		}
		time.Sleep(2 * time.Second)
		if got := len(quick.got); got != clicks {
			t.Errorf("%d of %d arrived at the quick target", got, clicks)
		}
		time.Sleep(clicks / 4 * time.Second)
		seen := make(map[string]bool)
		for len(slow.got) > 0 {
			seen[(<-slow.got).header.Get("webhook-id")] = true
		}
		if len(seen) != clicks {
			t.Errorf("%d of %d arrived at the slow target", len(seen), clicks)
		}
	})
}
