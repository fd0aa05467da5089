package webhook_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// TestWebhooksOfOneHostKeepTheirConnections has more webhooks with one host than each
// sends deliveries at once.
func TestWebhooksOfOneHostKeepTheirConnections(t *testing.T) {
	const webhooks, rounds = 10, 4
	k := linkpacktest.New(t)
	hooks := open(t, k.Shortener, webhook.Options{Allowed: loopback(), InFlight: 1})
	var connections atomic.Int32
	arrived, answer := make(chan struct{}), make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		arrived <- struct{}{}
		<-answer
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	for range webhooks {
		create(t, hooks, webhook.Webhook{URL: server.URL, Events: []webhook.Event{webhook.LinkClicked}})
	}
	link := k.NewLink(linkpack.Link{Destination: home})
	for round := range rounds {
		k.Visit(link).Click()
		for range webhooks {
			<-arrived
		}
		for range webhooks {
			answer <- struct{}{}
		}
		awaitDelivered(t, hooks, uint64(webhooks*(round+1)))
	}
	if got := connections.Load(); got != webhooks {
		t.Errorf("%d deliveries came on %d connections", webhooks*rounds, got)
	}
}

// TestADeathOfAKeptConnectionIsNoFailure has a server that closes a connection instead of
// its second answer, as servers do with those that were idle for too long.
func TestADeathOfAKeptConnectionIsNoFailure(t *testing.T) {
	_, hooks, target, url := kit(t, func(_ http.ResponseWriter, n int) {
		if n == 2 {
			panic(http.ErrAbortHandler)
		}
	})
	hook := create(t, hooks, webhook.Webhook{URL: url})
	for range 2 {
		got, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked)
		if err != nil || got.State != webhook.Delivered {
			t.Errorf("it is %+v, %v", got, err)
		}
	}
	for range 3 {
		if header := target.next().header; header["Idempotency-Key"] != nil {
			t.Errorf("the headers are %v", header)
		}
	}
}

// awaitDelivered waits until the webhooks have delivered a number of events.
func awaitDelivered(t *testing.T, hooks *webhook.Webhooks, want uint64) {
	t.Helper()
	for got := uint64(0); got < want; {
		all, err := hooks.List(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		got = 0
		for _, hook := range all {
			got += hook.Figures.Delivered
		}
	}
}
