package webhook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// TestErrorsSayNothingOfOurNetwork sends to hosts that fail in ways whose errors have
// addresses.
func TestErrorsSayNothingOfOurNetwork(t *testing.T) {
	k := linkpacktest.New(t)
	hooks := open(t, k.Shortener, webhook.Options{Allowed: loopback(), Resolver: nameServer(t, map[string]string{"lan.example.": "10.0.0.1"})})
	for url, want := range map[string]string{
		"http://lan.example/":                "the host leads to an address that is in no public network",
		"http://nobody.example/":             "looking up the host: no such host",
		"http://" + closedPort(t) + "/":      "connect: connection refused",
		"http://" + resettingServer(t) + "/": "read: connection reset by peer",
	} {
		hook := create(t, hooks, webhook.Webhook{URL: url})
		got, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked)
		if err != nil || got.Error != want {
			t.Errorf("%s: %q, want %q, %v", url, got.Error, want, err)
		}
	}
}

func TestAFailedLookupSaysNothingOfTheNameServer(t *testing.T) {
	server := closedPort(t)
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", server)
	}}
	hooks := open(t, linkpacktest.New(t).Shortener, webhook.Options{Resolver: resolver})
	hook := create(t, hooks, webhook.Webhook{URL: "http://lan.example/"})
	got, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked)
	if want := "looking up the host: the name server gave no answer"; err != nil || got.Error != want {
		t.Errorf("%q, want %q, %v", got.Error, want, err)
	}
}

// closedPort returns an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// resettingServer returns the address of a server that resets every connection once it
// has got something.
func resettingServer(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 1))
			_ = conn.(*net.TCPConn).SetLinger(0)
			_ = conn.Close()
		}
	}()
	return listener.Addr().String()
}

// lockedBuffer is a buffer for logs.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// TestSecretsAreInNoLogAndNoDelivery has the store, the target and the network fail.
func TestSecretsAreInNoLogAndNoDelivery(t *testing.T) {
	k := linkpacktest.New(t)
	var log lockedBuffer
	hooks := open(t, k.Shortener, webhook.Options{Allowed: loopback(), Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	const hidden = "hidden-in-the-path"
	var shown []any
	secrets := []string{hidden}
	for _, host := range []string{closedPort(t), resettingServer(t), strings.TrimPrefix(served(t, newTarget(t, status(410))), "http://")} {
		hook := create(t, hooks, webhook.Webhook{URL: "http://" + host + "/" + hidden, Events: []webhook.Event{webhook.LinkClicked}})
		rotated, err := hooks.Rotate(t.Context(), "", hook.ID, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, strings.TrimPrefix(hook.Secret, "whsec_"), strings.TrimPrefix(rotated.Secret, "whsec_"))
		k.Visit(k.NewLink(linkpack.Link{Destination: home})).Click()
		shown = append(shown, awaitAny(t, hooks, hook.ID))
	}
	text, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range secrets {
		if strings.Contains(string(text)+log.String(), secret) {
			t.Errorf("%q is in %s or %s", secret, text, log.String())
		}
	}
}

// awaitAny waits until a delivery of a webhook is stored.
func awaitAny(t *testing.T, hooks *webhook.Webhooks, id string) []*webhook.Delivery {
	t.Helper()
	for ; ; time.Sleep(time.Millisecond) {
		all, err := hooks.Deliveries(t.Context(), "", id, webhook.DeliveryQuery{})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) > 0 {
			return all
		}
	}
}
