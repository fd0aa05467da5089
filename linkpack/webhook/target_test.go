package webhook_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

// forbidden are hosts that lead to networks that are not public, or may do so.
func forbidden() []string {
	return []string{
		"127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.5.5", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
		"224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[ff02::1]", "[::ffff:127.0.0.1]",
		"[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]", "[fd00:ec2::254]",
		"localhost", "LOCALHOST.", "api.localhost",
	}
}

func TestForbiddenTargetsAreRefusedWhenTheyAreWritten(t *testing.T) {
	k := linkpacktest.New(t)
	hooks := open(t, k.Shortener, webhook.Options{})
	for _, host := range forbidden() {
		_, err := hooks.Create(t.Context(), webhook.Webhook{URL: "http://" + host + ":8080/x"})
		if wrong, ok := errors.AsType[*linkpack.FieldError](err); !ok || wrong.Field != "url" {
			t.Errorf("%s: %v", host, err)
		}
	}
}

// TestForbiddenTargetsAreNotDialled resolves public names to forbidden addresses, as an
// attacker's name server does, and spells addresses as numbers. A server listens where
// they lead and must get nothing.
func TestForbiddenTargetsAreNotDialled(t *testing.T) {
	var reached atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer inside.Close()
	_, port, err := net.SplitHostPort(inside.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	k := linkpacktest.New(t)
	hooks := open(t, k.Shortener, webhook.Options{Resolver: nameServer(t, map[string][4]byte{
		"rebind.example.": {127, 0, 0, 1}, "meta.example.": {169, 254, 169, 254}, "lan.example.": {10, 0, 0, 1},
	})})
	tried := 0
	for _, host := range []string{"rebind.example", "meta.example", "lan.example", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "127.1", "017700000001"} {
		hook, err := hooks.Create(t.Context(), webhook.Webhook{URL: "http://" + host + ":" + port})
		if err != nil {
			if wrong, ok := errors.AsType[*linkpack.FieldError](err); !ok || wrong.Field != "url" {
				t.Errorf("%s: %v", host, err)
			}
			continue
		}
		tried++
		got, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked)
		if err != nil || got.State != webhook.Dead || got.Status != 0 || got.Error == "" {
			t.Errorf("%s: %+v, %v", host, got, err)
		}
		if strings.HasSuffix(host, ".example") && !strings.Contains(got.Error, "prohibited") {
			t.Errorf("%s: %s", host, got.Error)
		}
	}
	if tried < 3 || reached.Load() > 0 {
		t.Errorf("%d were tried, %d arrived", tried, reached.Load())
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var reached atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer inside.Close()
	_, hooks, _, url := kit(t, func(w http.ResponseWriter, _ int) {
		w.Header().Set("Location", inside.URL)
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
	hook := create(t, hooks, webhook.Webhook{URL: url})
	got, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked)
	if err != nil || got.State != webhook.Dead || got.Status != 307 || reached.Load() > 0 {
		t.Errorf("got %+v, %v; %d arrived", got, err, reached.Load())
	}
}

func TestAnAnswerThatEndsEarlyIsAFailure(t *testing.T) {
	_, hooks, _, url := kit(t, func(w http.ResponseWriter, _ int) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte("part"))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	hook := create(t, hooks, webhook.Webhook{URL: url})
	got, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked)
	if err != nil || got.State != webhook.Dead || !strings.Contains(got.Error, "ended early") {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAnEndlessAnswerIsTaken(t *testing.T) {
	_, hooks, _, url := kit(t, func(w http.ResponseWriter, _ int) {
		for err := error(nil); err == nil; {
			_, err = w.Write(make([]byte, 32<<10))
		}
	})
	hook := create(t, hooks, webhook.Webhook{URL: url})
	got, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked)
	if err != nil || got.State != webhook.Delivered {
		t.Errorf("got %+v, %v", got, err)
	}
}

// nameServer returns a resolver that asks a server of the test, which knows some names.
func nameServer(t *testing.T, names map[string][4]byte) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			if answer, err := answerTo(buffer[:n], names); err == nil {
				_, _ = conn.WriteTo(answer, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// answerTo answers a question of a resolver.
func answerTo(question []byte, names map[string][4]byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil {
		return nil, err
	}
	m.Response, m.Additionals = true, nil
	addr, known := names[m.Questions[0].Name.String()]
	if !known {
		m.RCode = dnsmessage.RCodeNameError
	}
	if known && m.Questions[0].Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET, TTL: 1},
			Body:   &dnsmessage.AResource{A: addr},
		}}
	}
	return m.Pack()
}
