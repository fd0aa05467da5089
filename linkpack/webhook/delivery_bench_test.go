package webhook_test

import (
	"io"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/bolt"
)

// taking takes every delivery without a network.
type taking struct{}

func (taking) RoundTrip(request *http.Request) (*http.Response, error) {
	_, err := io.Copy(io.Discard, request.Body)
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: request}, err
}

// BenchmarkDelivery sends clicks of one link, without the network and without what the
// Shortener does to record them.
func BenchmarkDelivery(b *testing.B) {
	_, link, hooks := benchKit(b)
	hook := create(b, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
	click := &analytics.Click{
		ID: "01890a5d-ac96-774b-bcce-b302099a8057", Link: analytics.LinkRef{Number: 1}, Revision: link.Revision, Time: time.Now(), Class: analytics.Human,
		Destination: home, Place: routing.Place{Country: "DE"}, Referrer: "Direct",
		Agent: routing.Agent{Device: routing.Desktop, OS: "Linux", Browser: "Firefox"},
	}
	b.ReportAllocs()
	for b.Loop() {
		hooks.Send(hook.ID, click)
	}
	got, err := hooks.Webhook(b.Context(), "", hook.ID)
	if err != nil || got.Figures.Delivered == 0 || got.Figures.Failed > 0 {
		b.Errorf("the figures are %+v, %v", got.Figures, err)
	}
}

// BenchmarkUnwantedClicks reads clicks that no webhook of their workspace wants.
func BenchmarkUnwantedClicks(b *testing.B) {
	const clicks = 1000
	links, link, hooks := benchKit(b)
	create(b, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkCreated}})
	for range clicks {
		click(b, links, link)
	}
	if err := links.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := hooks.OfferClicks(b.Context(), clicks); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*clicks), "ns/click")
}

// benchKit returns a Shortener on a file, with a link and webhooks.
func benchKit(b *testing.B) (*linkpack.Shortener, *linkpack.Link, *webhook.Webhooks) {
	b.Helper()
	store, err := bolt.Open(filepath.Join(b.TempDir(), "bench.db"), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := store.Close(); err != nil {
			b.Error(err)
		}
	})
	links := timedOn(b, store)
	l, err := links.CreateLink(b.Context(), linkpack.Link{
		Destination: home, Name: "Menu", Tags: []string{"spring"}, Metadata: map[string]string{"table": "7"},
	})
	if err != nil {
		b.Fatal(err)
	}
	return links, l, open(b, links, webhook.Via(taking{}, webhook.Options{}))
}
