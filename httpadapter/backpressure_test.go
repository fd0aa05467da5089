package httpadapter_test

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

// unwritable is a store whose click log can be made to fail.
type unwritable struct {
	*memory.Store
	broken atomic.Bool
}

// UpdateClicks implements [linkpack.Store].
func (u *unwritable) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	if u.broken.Load() {
		return errors.New("the disk is full")
	}
	return u.Store.UpdateClicks(ctx, fn)
}

// TestVisitorsAreAnsweredThoughNoClickCanBeWritten wants redirects within
// 250 ms while the log cannot be written, and every visit counted, as a click
// or as lost, when it can be again.
func TestVisitorsAreAnsweredThoughNoClickCanBeWritten(t *testing.T) {
	for name, c := range map[string]struct {
		durability analytics.Durability
		requests   int
		wait       time.Duration
	}{
		"sync: waits for the disk":              {analytics.Sync, 3, 250 * time.Millisecond},
		"batched: waits when the queue is full": {analytics.Batched, 2*65_536 + 3, 250 * time.Millisecond},
		"batched: does not wait before":         {analytics.Batched, 1000, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := &unwritable{Store: memory.New()}
				s := newShortenerOn(t, store, linkpack.Options{Durability: c.durability})
				h := newHandler(t, s, httpadapter.Options{Logger: new(logged).logger()})
				shorten(t, s, linkpack.Link{ShortCode: "abc", Destination: "https://example.com/"})
				store.broken.Store(true)
				longest := time.Duration(0)
				for range c.requests {
					begin := time.Now()
					answer, _ := send(h, http.MethodGet, "/abc", "")
					longest = max(longest, time.Since(begin))
					if answer.StatusCode != http.StatusTemporaryRedirect || answer.Header.Get("Location") != "https://example.com/" {
						t.Fatalf("answered %d %v", answer.StatusCode, answer.Header)
					}
				}
				if longest != c.wait {
					t.Errorf("waited %v, want %v", longest, c.wait)
				}
				time.Sleep(time.Second) // the store fails at least once
				store.broken.Store(false)
				if err := s.Flush(t.Context()); err != nil {
					t.Fatal(err)
				}
				m := s.Metrics().Clicks
				if m.Recorded+m.Lost != uint64(c.requests) || m.Failures == 0 {
					t.Errorf("of %d requests: %+v", c.requests, m)
				}
			})
		})
	}
}
