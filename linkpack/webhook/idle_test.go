package webhook_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/memory"
)

// watched is a store that counts the links that are read for clicks.
type watched struct {
	linkpack.Store
	reads *atomic.Int64
}

func (w watched) LinkByNumber(ctx context.Context, number uint32) (*linkpack.Link, error) {
	w.reads.Add(1)
	return w.Store.LinkByNumber(ctx, number)
}

// TestClicksAreReadOnlyForWebhooks has a webhook for a while, twice. It gets exactly the
// click of that time.
func TestClicksAreReadOnlyForWebhooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := watched{memory.New(), new(atomic.Int64)}
		links, target := timedOn(t, store), newTarget(t, nil)
		hooks := open(t, links, webhook.Via(target, webhook.Options{}))
		clicked := func() *linkpack.Link {
			l := link(t, links)
			click(t, links, l)
			time.Sleep(time.Second)
			return l
		}
		for range 2 {
			clicked()
			before := store.reads.Load()
			clicked()
			if reads := store.reads.Load() - before; reads != 0 {
				t.Errorf("%d links are read for nobody", reads)
			}
			hook := create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkClicked}})
			wanted := clicked()
			if got := target.next(); got.wire.Data.Link.ID != wanted.ID || len(target.got) > 0 {
				t.Errorf("got %s and %d others, want the click on %s", got.body, len(target.got), wanted.ID)
			}
			if err := hooks.Delete(t.Context(), "", hook.ID); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
	})
}
