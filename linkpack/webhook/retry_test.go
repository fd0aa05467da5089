package webhook_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestADeliveryIsRetriedAndThenDead(t *testing.T) {
	inBubble(t, status(500), func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		click(t, links, link(t, links))
		first := target.next()
		last := first.at
		for i, want := range []time.Duration{5 * time.Second, 30 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 10 * time.Hour} {
			time.Sleep(want * 13 / 10)
			got := target.next()
			if waited := got.at.Sub(last); waited < want*8/10-time.Second || waited > want*12/10+time.Second {
				t.Errorf("attempt %d came after %v, want %v", i+2, waited, want)
			}
			if got.header.Get("webhook-id") != first.header.Get("webhook-id") || string(got.body) != string(first.body) {
				t.Errorf("attempt %d is another delivery", i+2)
			}
			last = got.at
		}
		time.Sleep(13 * time.Hour)
		if len(target.got) > 0 {
			t.Error("a dead delivery is sent again")
		}
		dead, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{})
		if err != nil || len(dead) != 1 || dead[0].State != webhook.Dead || dead[0].Attempts != 9 || dead[0].Status != 500 {
			t.Fatalf("there are %+v, %v", dead, err)
		}
		target.answer = nil
		sent, err := hooks.Resend(t.Context(), "", hook.ID, dead[0].ID)
		if err != nil || sent.State != webhook.Delivered || target.next().header.Get("webhook-id") != dead[0].ID {
			t.Errorf("sending it again: %+v, %v", sent, err)
		}
		left, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{States: []webhook.State{webhook.Dead, webhook.Waiting}})
		if err != nil || len(left) > 0 {
			t.Errorf("left are %+v, %v", left, err)
		}
		shown, err := hooks.Webhook(t.Context(), "", hook.ID)
		if err != nil || shown.Figures.Failed != 9 || shown.Figures.Delivered != 1 || !shown.Figures.FailingSince.IsZero() {
			t.Errorf("the figures are %+v, %v", shown.Figures, err)
		}
	})
}

func TestDeadDeliveriesAreKeptForAMonth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		links, target := timedOn(t, store), newTarget(t, status(410))
		hooks := open(t, links, webhook.Via(target, webhook.Options{}))
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		click(t, links, link(t, links))
		target.next()
		time.Sleep(time.Second)
		for _, try := range []struct {
			later time.Duration
			want  int
		}{{29 * 24 * time.Hour, 1}, {2 * 24 * time.Hour, 0}} {
			closeAll(t, hooks)
			if err := links.Close(t.Context()); err != nil { // so that no timers run
				t.Error(err)
			}
			time.Sleep(try.later)
			links = timedOn(t, store)
			hooks = open(t, links, webhook.Options{})
			time.Sleep(2 * time.Hour)
			dead, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{})
			if err != nil || len(dead) != try.want {
				t.Errorf("%v later there are %d, %v", try.later, len(dead), err)
			}
		}
	})
}

func TestRetryAfterIsObeyed(t *testing.T) {
	for name, try := range map[string]struct {
		header string
		want   time.Duration
	}{
		"seconds":         {"3600", time.Hour},
		"a time":          {time.Date(2000, 1, 1, 3, 0, 0, 0, time.UTC).Format(http.TimeFormat), 3 * time.Hour}, // the clock begins in 2000
		"too long":        {"999999", 24 * time.Hour},
		"beyond 32 bits":  {"99999999999", 24 * time.Hour},
		"beyond 64 bits":  {"99999999999999999999999", 24 * time.Hour},
		"a time too late": {"Fri, 31 Dec 9999 23:59:59 GMT", 24 * time.Hour},
		"a time before":   {"Fri, 31 Dec 1999 00:00:00 GMT", 5 * time.Second},
		"negative":        {"-3600", 5 * time.Second},
		"empty":           {"", 5 * time.Second},
		"shorter than 5s": {"1", 5 * time.Second},
		"nonsense":        {"soon", 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(w http.ResponseWriter, n int) {
				if n == 1 {
					w.Header().Set("Retry-After", try.header)
					w.WriteHeader(http.StatusTooManyRequests)
				}
			}, func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
				create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
				click(t, links, link(t, links))
				first := target.next()
				time.Sleep(try.want*12/10 + time.Minute)
				waited := target.next().at.Sub(first.at)
				if waited < try.want*8/10-time.Second || waited > try.want*12/10+time.Second {
					t.Errorf("it was sent again after %v, want %v", waited, try.want)
				}
			})
		})
	}
}

func TestAHangingTargetHasTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		links := timed(t)
		hooks := open(t, links, webhook.Via(hanging{}, webhook.Options{}))
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		click(t, links, link(t, links))
		time.Sleep(12 * time.Second)
		got, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{})
		if err != nil || len(got) != 1 || got[0].Took != 10*time.Second || !strings.Contains(got[0].Error, "no answer") {
			t.Errorf("there are %+v, %v", got, err)
		}
	})
}
