package recorder_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestAFlushWaitsForNothingThatIsLostBehindTheEnd has a hit give up waiting for room
// after the recorder has ended.
func TestAFlushWaitsForNothingThatIsLostBehindTheEnd(t *testing.T) {
	store := &shaky{Store: memory.New()}
	var armed atomic.Bool
	giving, ended := make(chan struct{}), make(chan struct{})
	r, err := recorder.Open(t.Context(), store, &analytics.Options{
		QueueSize: 10, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Clock: func() time.Time { // is asked when a hit without a time is lost
			if armed.CompareAndSwap(true, false) {
				close(giving)
				<-ended
			}
			return noon
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	store.broken.Store(true)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for r.Metrics().Failures == 0 || r.Metrics().Queued < 10 { // one batch is tried, the next is full
		if err := r.Record(gone, hit(1)); err != nil && !errors.Is(err, analytics.ErrLost) {
			t.Fatal(err)
		}
	}
	armed.Store(true)
	late := hit(1)
	late.Visit.Time = time.Time{}
	lost := make(chan error)
	go func() { lost <- r.Record(gone, late) }()
	<-giving
	if err := r.Close(gone); err == nil {
		t.Error("everything was written to a broken store")
	}
	close(ended)
	if err := <-lost; !errors.Is(err, analytics.ErrLost) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	if err := r.Flush(ctx); err != nil {
		t.Errorf("got %v", err)
	}
}
