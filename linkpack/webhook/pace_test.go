package webhook_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

func TestTheDeliveriesOfAFlushAreSpread(t *testing.T) {
	inBubble(t, nil, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		const webhooks, clicks = 5, 4
		for range webhooks {
			create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		}
		l := link(t, links)
		for range clicks {
			click(t, links, l)
		}
		expectSpread(t, target, webhooks*clicks)
	})
}

// expectSpread expects deliveries of one flush.
func expectSpread(t *testing.T, target *target, n int) {
	t.Helper()
	last := target.next().at
	first := last
	for range n - 1 {
		at := target.next().at
		if at.Equal(last) {
			t.Error("two deliveries leave at once")
		}
		last = at
	}
	if took := last.Sub(first); took < 20*time.Millisecond || took > 200*time.Millisecond {
		t.Errorf("they are spread over %v", took)
	}
}

// TestATargetThatDoesNotKeepUpHurriesNoOther has targets whose queues stay full, since
// they are slow, hang, or have failed too often.
func TestATargetThatDoesNotKeepUpHurriesNoOther(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter, int){
		"slow":    func(http.ResponseWriter, int) { time.Sleep(500 * time.Millisecond) },
		"hanging": func(http.ResponseWriter, int) { time.Sleep(9 * time.Second) },
		"broken":  status(http.StatusBadGateway),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const webhooks, clicks = 5, 4
				links := timed(t)
				bad, good := newTarget(t, answer), newTarget(t, nil)
				hooks := open(t, links, webhook.Via(byHost{"bad.example": bad, "good.example": good}, webhook.Options{MaxWaiting: 10}))
				busy, quiet := link(t, links), link(t, links)
				create(t, hooks, webhook.Webhook{URL: "https://bad.example", Link: busy.ID, Events: []webhook.Event{webhook.LinkClicked}})
				for range webhooks {
					create(t, hooks, webhook.Webhook{URL: "https://good.example", Link: quiet.ID, Events: []webhook.Event{webhook.LinkClicked}})
				}
				for range 1000 {
					click(t, links, busy)
				}
				time.Sleep(20 * time.Second)
				for range clicks {
					click(t, links, quiet)
				}
				expectSpread(t, good, webhooks*clicks)
			})
		})
	}
}

func TestABacklogIsNotHeldUp(t *testing.T) {
	inBubble(t, nil, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		const clicks = 5000
		create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		l := link(t, links)
		begin := time.Now()
		for range clicks {
			click(t, links, l)
		}
		for range clicks {
			target.next()
		}
		if took := time.Since(begin); took > 2*time.Second {
			t.Errorf("they took %v", took)
		}
	})
}

// TestFailedDeliveriesDelayNoOther has many webhooks try again at about the same time.
func TestFailedDeliveriesDelayNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		links := timed(t)
		broken, good := newTarget(t, status(http.StatusBadGateway)), newTarget(t, nil)
		hooks := open(t, links, webhook.Via(byHost{"broken.example": broken, "good.example": good}, webhook.Options{}))
		failing := link(t, links)
		for range 50 {
			create(t, hooks, webhook.Webhook{URL: "https://broken.example", Link: failing.ID, Events: []webhook.Event{webhook.LinkClicked}})
		}
		create(t, hooks, webhook.Webhook{URL: "https://good.example", Events: []webhook.Event{webhook.LinkCreated}})
		for range 5 {
			click(t, links, failing)
		}
		time.Sleep(6 * time.Second) // most are due again
		begin := time.Now()
		link(t, links)
		if took := good.next().at.Sub(begin); took > time.Second {
			t.Errorf("it left after %v", took)
		}
	})
}

// TestADeliveryThatWaitsForItsTurnIsNotLost closes the webhooks while deliveries wait.
func TestADeliveryThatWaitsForItsTurnIsNotLost(t *testing.T) {
	inBubble(t, nil, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		l := link(t, links)
		for range 4 {
			click(t, links, l)
		}
		ids := map[string]bool{target.next().header.Get("webhook-id"): true}
		closeAll(t, hooks) // the others have no turn yet
		time.Sleep(time.Second)
		if len(target.got) > 0 {
			t.Error("it sends after it was closed")
		}
		open(t, links, webhook.Via(target, webhook.Options{}))
		for len(ids) < 4 {
			ids[target.next().header.Get("webhook-id")] = true
		}
	})
}
