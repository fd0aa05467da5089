package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/routing"
)

const public = "https://hooks.example/in" // never dialled: tests with a fake clock have no network

// inBubble runs a test with a fake clock and webhooks that send to a target.
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

// hanging never answers.
type hanging struct{}

func (hanging) RoundTrip(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, context.Cause(request.Context())
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
