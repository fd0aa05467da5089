package webhook_test

import (
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/webhook"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestTheChangeLogWaitsForWebhooksFor90Days has a change that webhooks had not read when
// their process ended. The rows before it go after 30 days.
func TestTheChangeLogWaitsForWebhooksFor90Days(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New()
		var all int
		onDay(t, store, 0, func(links *linkpack.Shortener) {
			hooks := open(t, links, webhook.Via(newTarget(t, nil), webhook.Options{}))
			create(t, hooks, webhook.Webhook{URL: public, Events: []webhook.Event{webhook.LinkCreated}})
			time.Sleep(2 * time.Second) // so that the webhooks have read that
			closeAll(t, hooks)
			link(t, links)
			all = len(rows(t, links))
		})
		for _, try := range []struct{ day, want int }{{29, all}, {31, 1}, {89, 1}, {91, 0}} {
			onDay(t, store, try.day, func(links *linkpack.Shortener) {
				left := rows(t, links)
				if len(left) != try.want || try.want == 1 && left[0].Kind != linkpack.KindLink {
					t.Errorf("on day %d there are %+v", try.day, left)
				}
			})
		}
	})
}

// onDay runs a test with a Shortener on a later day, after it has tidied up.
func onDay(t *testing.T, store linkpack.Store, day int, test func(links *linkpack.Shortener)) {
	t.Helper()
	links, err := linkpack.New(store, &linkpack.Options{
		Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Clock:  func() time.Time { return time.Now().AddDate(0, 0, day) },
	})
	if err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
	test(links)
	if err := links.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// rows returns the change log.
func rows(t *testing.T, links *linkpack.Shortener) []linkpack.Change {
	t.Helper()
	all, err := links.Changes(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
