package webhook_test

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

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
		"[::127.0.0.1]", "[fec0::1]", "[fc00::1]", "[2001:0:7f00:1::]", "[fe80::1%25eth0]", "127.0.0.1.",
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
	names := map[string]string{
		"rebind.example.": "127.0.0.1", "meta.example.": "169.254.169.254", "lan.example.": "10.0.0.1", "any.example.": "0.0.0.0",
		"local6.example.": "::1", "mapped.example.": "::ffff:127.0.0.1", "compatible.example.": "::127.0.0.1", "translated.example.": "64:ff9b::7f00:1",
		"translated-here.example.": "64:ff9b:1::7f00:1", "link.example.": "fe80::1", "private6.example.": "fc00::1", "six-to-four.example.": "2002:7f00:1::",
		"teredo.example.": "2001:0:7f00:1::", "multicast.example.": "ff02::1", "site.example.": "fec0::1", "meta6.example.": "fd00:ec2::254",
	}
	hooks := open(t, k.Shortener, webhook.Options{Resolver: nameServer(t, names)})
	tried := 0
	hosts := []string{"2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "127.1", "017700000001"}
	for name := range names {
		hosts = append(hosts, strings.TrimSuffix(name, "."))
	}
	for _, host := range hosts {
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
		if strings.HasSuffix(host, ".example") && !strings.HasSuffix(got.Error, "in no public network") {
			t.Errorf("%s: %s", host, got.Error)
		}
	}
	if tried < len(names) || reached.Load() > 0 {
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

// TestAnAddressIsCheckedAtEveryAttempt has a name that leads to an allowed address first
// and to a forbidden one afterwards, as in DNS rebinding.
func TestAnAddressIsCheckedAtEveryAttempt(t *testing.T) {
	var arrived atomic.Int32
	good := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		arrived.Add(1)
		w.Header().Set("Connection", "close")
	}))
	defer good.Close()
	_, port, err := net.SplitHostPort(good.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"turns.example.": "127.0.0.1"}
	var mu sync.Mutex
	k := linkpacktest.New(t)
	hooks := open(t, k.Shortener, webhook.Options{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Resolver: nameServerOf(t, func(name string) string {
		mu.Lock()
		defer mu.Unlock()
		return names[name]
	})})
	hook := create(t, hooks, webhook.Webhook{URL: "http://turns.example:" + port})
	first, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked)
	if err != nil || first.State != webhook.Delivered {
		t.Errorf("the first is %+v, %v", first, err)
	}
	mu.Lock()
	names["turns.example."] = "127.0.0.2"
	mu.Unlock()
	next, err := hooks.Test(t.Context(), "", hook.ID, webhook.LinkClicked)
	if err != nil || next.State != webhook.Dead || !strings.HasSuffix(next.Error, "in no public network") || arrived.Load() != 1 {
		t.Errorf("the next is %+v, %v; %d arrived", next, err, arrived.Load())
	}
}
