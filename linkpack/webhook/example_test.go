package webhook_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/memory"
)

// A program gets a test event of a webhook.
func Example() {
	target := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		fmt.Println("signed:", r.Header.Get("webhook-signature") != "")
	}))
	defer target.Close()
	ctx := context.Background()
	links, err := linkpack.New(memory.New(), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer links.Close(ctx)
	hooks, err := webhook.Open(ctx, links, &webhook.Options{
		Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, // only since the target runs here
	})
	if err != nil {
		log.Fatal(err)
	}
	defer hooks.Close(ctx)
	hook, err := hooks.Create(ctx, webhook.Webhook{URL: target.URL, Events: []webhook.Event{webhook.LinkScanned}})
	if err != nil {
		log.Fatal(err)
	}
	delivery, err := hooks.Test(ctx, "", hook.ID, webhook.LinkScanned)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(delivery.State, delivery.Status)
	// Output:
	// signed: true
	// delivered 200
}
