package linkbreakersv1_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/httpadapter/linkbreakersv1"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/linkpack/linkpacktest"
	"github.com/linkpack/linkpack-go/routing"
	"github.com/linkpack/linkpack-go/store/memory"
)

// fullLog is a store whose click log takes nothing while it is full.
type fullLog struct {
	linkpack.Store
	full atomic.Bool
}

func (s *fullLog) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	lease, err := s.Store.LeaseLane(ctx, lane, owner)
	return fullLane{lease, s}, err
}

// fullLane is a lane of a fullLog.
type fullLane struct {
	analytics.Lease
	log *fullLog
}

func (l fullLane) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	if l.log.full.Load() {
		return errors.New("no space left")
	}
	return l.Lease.UpdateClicks(ctx, fn)
}

// TestALateLogIsNoFaultOfTheServer asks for what needs a click that is not on disk, and
// for conversions that cannot be written.
func TestALateLogIsNoFaultOfTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &fullLog{Store: memory.New()}
		s, err := linkpack.New(store, &linkpack.Options{Clicks: analytics.Options{Sync: true}, Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close(context.Background())
		if _, err := s.CreateToken(t.Context(), linkpack.Token{Secret: pageToken}); err != nil {
			t.Fatal(err)
		}
		link, err := s.CreateLink(t.Context(), linkpack.Link{Destination: "https://www.shop.example/", TrackConversions: true})
		if err != nil {
			t.Fatal(err)
		}
		h, err := httpadapter.New(s, &httpadapter.Options{APIs: []httpadapter.API{linkbreakersv1.New(nil)}})
		if err != nil {
			t.Fatal(err)
		}
		shop := &shop{Handler: h, Kit: &linkpacktest.Kit{Shortener: s}}
		written, err := lateClick(t, s, link)
		if err != nil {
			t.Fatal(err)
		}
		store.full.Store(true)
		defer store.full.Store(false)
		queued, err := lateClick(t, s, link)
		if !errors.Is(err, analytics.ErrLate) {
			t.Fatalf("the click is not late: %v", err)
		}
		for _, try := range []struct{ path, body string }{
			{"/v1/conversions", `{"token":"` + pageToken + `","kind":"purchase","lbid":"` + written + `"}`},
			{"/v1/conversions", `{"token":"` + pageToken + `","kind":"purchase","id":"7","lbid":"` + written + `"}`},
			{"/v1/conversions", `{"token":"` + pageToken + `","kind":"purchase","lbid":"` + queued + `"}`},
			{"/v1/visitor/identify", `{"token":"` + pageToken + `","lbid":"` + queued + `","visitor":{"data":{"city":"Ulm"}}}`},
		} {
			answer := shop.beaconTo(try.path, try.body)
			if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
				t.Errorf("%s %s: %d, Retry-After %q", try.path, try.body, answer.StatusCode, answer.Header.Get("Retry-After"))
			}
		}
	})
}

// lateClick records a click, and returns its lbid and whether it is late.
func lateClick(t *testing.T, s *linkpack.Shortener, link *linkpack.Link) (lbid string, err error) {
	t.Helper()
	res, err := s.Resolve(t.Context(), "", link.ShortCode, &routing.Visit{UserAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
	if err != nil {
		t.Fatal(err)
	}
	return res.LBID(), s.Record(t.Context(), res)
}
