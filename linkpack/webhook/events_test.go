package webhook_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
)

func TestChangesOfLinksAreSent(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkCreated, webhook.LinkUpdated, webhook.LinkDeleted}})
	link := k.NewLink(linkpack.Link{Destination: home, ShortCode: "menu"})
	_, err := k.UpdateLink(t.Context(), "", link.ID, func(l *linkpack.Link) error { l.Name = "Menu"; return nil })
	if err == nil {
		err = k.DeleteLink(t.Context(), "", link.ID)
	}
	if err == nil {
		_, err = k.RestoreLink(t.Context(), "", link.ID, nil)
	}
	if err == nil {
		err = k.DeleteLinksNow(t.Context(), "", []string{link.ID})
	}
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]wire)
	for range 5 {
		r := target.next()
		got[fmt.Sprint(r.wire.EventType, " ", r.wire.Data.Event.Trigger, " ", r.wire.Data.Event.Revision)] = r.wire
	}
	for _, want := range []string{"link.created create 1", "link.updated update 2", "link.deleted delete 3", "link.updated restore 4", "link.deleted delete 4"} {
		if w, ok := got[want]; !ok || w.Data.Link == nil || w.Data.Link.ID != link.ID {
			t.Errorf("%s is %+v", want, w)
		}
	}
	if len(got) != 5 {
		t.Errorf("got %v", got)
	}
}

func TestAWebhookGetsWhatItAsksFor(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	red, blue := k.NewLink(linkpack.Link{Destination: home, Tags: []string{"red"}}), k.NewLink(linkpack.Link{Destination: home})
	visits := []webhook.Event{webhook.LinkScanned, webhook.LinkClicked}
	for name, hook := range map[string]webhook.Webhook{
		"link":    {Link: blue.ID, Events: visits},
		"tag":     {Tag: "red", Events: visits},
		"classes": {Classes: []analytics.Class{analytics.Bot}, Events: visits},
		"scans":   {ClicksAsScans: true, Events: []webhook.Event{webhook.LinkScanned}},
		"clicks":  {Events: []webhook.Event{webhook.LinkClicked}},
		"paused":  {Status: webhook.Paused},
	} {
		hook.URL = url + "/" + name
		create(t, hooks, hook)
	}
	for _, link := range []*linkpack.Link{red, blue} {
		k.Visit(link).Click()
		k.Visit(link).Query("qr=1").Click()
		k.Visit(link).UserAgent("curl/8.5.0").Click()
	}
	counts := make(map[string]int)
	for range 2 + 2 + 2 + 4 + 2 {
		got := target.next()
		counts[got.path+" "+got.wire.EventType+" "+got.wire.Data.Event.Trigger]++
	}
	for want, n := range map[string]int{
		"/link link.clicked click": 1, "/link link.scanned scan": 1, "/tag link.clicked click": 1, "/tag link.scanned scan": 1,
		"/classes link.clicked click": 2, "/scans link.scanned click": 2, "/scans link.scanned scan": 2, "/clicks link.clicked click": 2,
	} {
		if counts[want] != n {
			t.Errorf("%d of %q, want %d; all are %v", counts[want], want, n, counts)
		}
	}
}

func TestNothingIsLostBetweenTwoProcesses(t *testing.T) {
	k := linkpacktest.New(t)
	target := newTarget(t, nil)
	url := served(t, target)
	link := k.NewLink(linkpack.Link{Destination: home})
	seen := make(map[string]int)
	for round := range 5 {
		hooks, err := webhook.Open(t.Context(), k.Shortener, &webhook.Options{Allowed: loopback()})
		if err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkClicked}})
		}
		for range 20 {
			k.Visit(link).Click() // some are sent, some not
		}
		if err := hooks.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			k.Visit(link).Click()
		}
	}
	open(t, k.Shortener, webhook.Options{Allowed: loopback()})
	for range 200 {
		seen[target.next().header.Get("webhook-id")]++
	}
	if len(seen) != 200 {
		t.Errorf("%d of 200 arrived", len(seen))
	}
}

func TestAWebhookGetsWhatHappensAfterItWasCreated(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	link := k.NewLink(linkpack.Link{Destination: home, Name: "before"})
	k.Visit(link).Click()
	if err := k.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	create(t, hooks, webhook.Webhook{URL: url})
	k.NewLink(linkpack.Link{Destination: home, Name: "after"})
	if got := target.next(); got.wire.EventType != "link.created" || got.wire.Data.Link.Name != "after" {
		t.Errorf("it got %s", got.body)
	}
}

func TestALongBodyIsCut(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkCreated}})
	metadata := make(map[string]string)
	for i := range 50 {
		metadata[fmt.Sprint(i)] = strings.Repeat("\u2028", 1000)
	}
	k.NewLink(linkpack.Link{Destination: home, Metadata: metadata})
	got := target.next()
	if len(got.body) > webhook.MaxBody || fmt.Sprint(got.wire.Data.Truncated) != "[link.metadata]" || got.wire.Data.Link.Destination != home {
		t.Errorf("%d bytes, truncated are %v", len(got.body), got.wire.Data.Truncated)
	}
}

func TestABodyThatFitsIsNotCut(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkCreated}})
	metadata := make(map[string]string)
	for i := range 50 {
		metadata[fmt.Sprint(i)] = strings.Repeat("&", 1000)
	}
	k.NewLink(linkpack.Link{Destination: home, Metadata: metadata})
	if got := target.next(); len(got.wire.Data.Truncated) > 0 || got.wire.Data.Link.Metadata["7"] != metadata["7"] {
		t.Errorf("%d bytes, truncated are %v", len(got.body), got.wire.Data.Truncated)
	}
}

func TestEveryLongPartCanBeCut(t *testing.T) {
	body, err := webhook.FitConversion(30_000)
	if err != nil || len(body) > webhook.MaxBody || !strings.Contains(string(body), `"truncated":["conversion.properties"]`) {
		t.Errorf("of three long parts, %d bytes are left, %v", len(body), err)
	}
	body, err = webhook.FitConversion(webhook.MaxBody)
	if err != nil || len(body) > webhook.MaxBody || !strings.Contains(string(body), `"truncated":["conversion.properties","form_responses","event.destination"]`) {
		t.Errorf("of three that are too long, %d bytes are left, %v", len(body), err)
	}
}

func TestOthersChangesOfWebhooksAreNoticed(t *testing.T) {
	k, hooks, target, url := kit(t, nil)
	link := k.NewLink(linkpack.Link{Destination: home})
	hook := create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkClicked}})
	records := k.Records(linkpack.KindWebhook)
	_, err := records.Update(t.Context(), "", hook.ID, func(body json.RawMessage) (json.RawMessage, error) {
		return json.RawMessage(strings.Replace(string(body), url, url+"/new", 1)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		k.Visit(link).Click()
		if target.next().path == "/new" {
			return
		}
	}
	t.Error("the change is not noticed")
}

func TestCloseGivesUpWithItsContext(t *testing.T) {
	k := linkpacktest.New(t)
	block := make(chan struct{})
	target := newTarget(t, nil)
	target.hold = block
	url := served(t, target)
	t.Cleanup(func() { close(block) })
	hooks, err := webhook.Open(t.Context(), k.Shortener, &webhook.Options{Allowed: loopback()})
	if err != nil {
		t.Fatal(err)
	}
	create(t, hooks, webhook.Webhook{URL: url, Events: []webhook.Event{webhook.LinkClicked}})
	k.Visit(k.NewLink(linkpack.Link{Destination: home})).Click()
	first := target.next()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := hooks.Close(ctx); err != nil {
		t.Fatal(err)
	}
	open(t, k.Shortener, webhook.Options{Allowed: loopback()})
	if again := target.next(); again.header.Get("webhook-id") != first.header.Get("webhook-id") {
		t.Error("what was being sent is not sent again")
	}
}
