package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/routing"
)

const public = "https://hooks.example/in" // never dialled: tests with a fake clock have no network

// inBubble runs a test with a fake clock, a link and webhooks that send to a target.
func inBubble(t *testing.T, answer func(w http.ResponseWriter, n int), test func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		links, target := timed(t), newTarget(t, answer)
		hooks := open(t, links, webhook.Via(target, webhook.Options{}))
		test(t, links, hooks, target)
	})
}

// click records a click of a person.
func click(t testing.TB, links *linkpack.Shortener, l *linkpack.Link) {
	t.Helper()
	visit := &routing.Visit{
		Time: time.Now(), Addr: netip.MustParseAddr("192.0.2.7"), Header: http.Header{},
		UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
	}
	res, err := links.Resolve(t.Context(), "", l.ShortCode, visit)
	if err == nil {
		err = links.Record(t.Context(), res)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func status(code int) func(http.ResponseWriter, int) {
	return func(w http.ResponseWriter, _ int) { w.WriteHeader(code) }
}

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
	inBubble(t, status(410), func(t *testing.T, links *linkpack.Shortener, hooks *webhook.Webhooks, target *target) {
		hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
		click(t, links, link(t, links))
		target.next()
		time.Sleep(time.Second)
		for _, try := range []struct {
			later time.Duration
			want  int
		}{{29 * 24 * time.Hour, 1}, {2 * 24 * time.Hour, 0}} {
			closeAll(t, hooks) // so that few timers run
			time.Sleep(try.later)
			hooks = open(t, links, webhook.Options{})
			time.Sleep(2 * time.Hour)
			dead, err := hooks.Deliveries(t.Context(), "", hook.ID, webhook.DeliveryQuery{})
			if err != nil || len(dead) != try.want {
				t.Errorf("%v later there are %d, %v", try.later, len(dead), err)
			}
		}
	})
}

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

type hanging struct{}

func (hanging) RoundTrip(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, context.Cause(request.Context())
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

// byHost sends requests to targets by their hosts.
type byHost map[string]*target

func (b byHost) RoundTrip(request *http.Request) (*http.Response, error) {
	target, ok := b[request.URL.Host]
	if !ok {
		return nil, fmt.Errorf("no host %s", request.URL.Host)
	}
	return target.RoundTrip(request)
}
