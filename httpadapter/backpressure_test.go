package httpadapter_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/httpadapter"
	"github.com/linkpack/linkpack-go/linkpack"
	"github.com/linkpack/linkpack-go/store/memory"
)

var errFull = errors.New("no space left")

// fullDisk is a store that takes no clicks while it is full.
type fullDisk struct {
	linkpack.Store
	full atomic.Bool
}

func (s *fullDisk) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (analytics.Lease, error) {
	l, err := s.Store.LeaseLane(ctx, lane, owner)
	return fullLane{l, s}, err
}

func (s *fullDisk) UpdateShared(ctx context.Context, fn func(analytics.Tx) error) error {
	if s.full.Load() {
		return errFull
	}
	return s.Store.UpdateShared(ctx, fn)
}

// fullLane is a lane on a full disk.
type fullLane struct {
	analytics.Lease
	disk *fullDisk
}

func (l fullLane) UpdateClicks(ctx context.Context, fn func(analytics.Tx) error) error {
	if l.disk.full.Load() {
		return errFull
	}
	return l.Lease.UpdateClicks(ctx, fn)
}

// TestAFullDiskIsNotFilledWithLines checks that the handler logs no line for each
// lost or late visit; the recorder logs how many there are.
func TestAFullDiskIsNotFilledWithLines(t *testing.T) {
	store := &fullDisk{Store: memory.New()}
	s, err := linkpack.New(store, &linkpack.Options{Clicks: analytics.Options{Sync: true}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		store.full.Store(false)
		_ = s.Close(context.Background())
	})
	log := new(logged)
	h := newHandler(t, s, httpadapter.Options{Logger: log.logger()})
	link := shorten(t, s, linkpack.Link{Destination: "https://example.com/"})
	store.full.Store(true)
	for range 3 {
		if answer, _ := send(h, "GET", "/"+link.ShortCode, ""); answer.StatusCode != http.StatusTemporaryRedirect {
			t.Errorf("status is %d", answer.StatusCode)
		}
	}
	if s.Metrics().Clicks.Late == 0 {
		t.Error("no visit was late")
	}
	if got := log.lines(); len(got) != 0 {
		t.Errorf("log is %q", got)
	}
}
