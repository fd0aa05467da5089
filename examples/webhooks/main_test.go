package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/memory"
)

const body = `{"event_type":"link.clicked","id":"msg_1","timestamp":"2026-01-05T12:00:00Z","data":{}}`

// signed returns a request that is signed with a secret.
func signed(t *testing.T, secret, id string, at time.Time) *http.Request {
	t.Helper()
	signer, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := signer.Sign(id, at, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	request.Header.Set("webhook-id", id)
	request.Header.Set("webhook-timestamp", fmt.Sprint(at.Unix()))
	request.Header.Set("webhook-signature", signature)
	return request
}

func secretOf(text string) string {
	return "whsec_" + base64.StdEncoding.EncodeToString([]byte(text))
}

func TestForgedOldAndRepeatedDeliveriesAreRefused(t *testing.T) {
	handled := 0
	ours := secretOf("our own secret of 32 characters.")
	r, err := newReceiver(ours, func(delivery) { handled++ })
	if err != nil {
		t.Fatal(err)
	}
	changed := signed(t, ours, "msg_2", time.Now())
	changed.Header.Set("webhook-id", "msg_3")
	unsigned := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	long := signed(t, ours, "msg_5", time.Now())
	long.Body = http.NoBody
	for name, try := range map[string]struct {
		request *http.Request
		status  int
	}{
		"forged":     {signed(t, secretOf("the secret of somebody else 32 c"), "msg_1", time.Now()), http.StatusUnauthorized},
		"old":        {signed(t, ours, "msg_1", time.Now().Add(-6*time.Minute)), http.StatusUnauthorized},
		"too new":    {signed(t, ours, "msg_1", time.Now().Add(6*time.Minute)), http.StatusUnauthorized},
		"changed":    {changed, http.StatusUnauthorized},
		"not signed": {unsigned, http.StatusUnauthorized},
		"other body": {long, http.StatusUnauthorized},
		"good":       {signed(t, ours, "msg_4", time.Now()), http.StatusOK},
	} {
		answer := httptest.NewRecorder()
		r.ServeHTTP(answer, try.request)
		if answer.Code != try.status {
			t.Errorf("%s: status %d, want %d", name, answer.Code, try.status)
		}
	}
	again := httptest.NewRecorder()
	r.ServeHTTP(again, signed(t, ours, "msg_4", time.Now()))
	if again.Code != http.StatusOK || handled != 1 {
		t.Errorf("a replay: status %d, %d handled", again.Code, handled)
	}
}

func TestItReceivesWhatIsSent(t *testing.T) {
	links, err := linkpack.New(memory.New(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer links.Close(context.Background())
	hooks, err := webhook.Open(t.Context(), links, &webhook.Options{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		t.Fatal(err)
	}
	defer hooks.Close(context.Background())
	var r *receiver
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) { r.ServeHTTP(w, request) }))
	defer server.Close()
	hook, err := hooks.Create(t.Context(), webhook.Webhook{URL: server.URL, Events: []webhook.Event{webhook.LinkCreated}})
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan delivery, 1)
	if r, err = newReceiver(hook.Secret, func(d delivery) { got <- d }); err != nil {
		t.Fatal(err)
	}
	if _, err := links.CreateLink(t.Context(), linkpack.Link{Destination: "https://example.com/"}); err != nil {
		t.Fatal(err)
	}
	if d := <-got; d.EventType != "link.created" {
		t.Errorf("it received %+v", d)
	}
}

func TestManyDeliveriesAreRememberedAndForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := newReceiver(secretOf("our own secret of 32 characters."), func(delivery) {})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 100_000 {
			if id := fmt.Sprint(i); !r.isNew(id) || r.isNew(id) {
				t.Fatal("it is new once")
			}
		}
		time.Sleep(remembered + time.Second)
		if !r.isNew("last") || len(r.seen) != 1 {
			t.Errorf("%d are remembered", len(r.seen))
		}
	})
}
