package recorder_test

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// curious is a handler of log records that looks at a recorder's figures.
type curious struct {
	slog.Handler
	recorder        *recorder.Recorder
	logged, blocked atomic.Bool
}

// Handle asks for the figures and remembers whether they were kept from it.
func (c *curious) Handle(context.Context, slog.Record) error {
	c.logged.Store(true)
	answered := make(chan struct{})
	go func() {
		c.recorder.Metrics()
		close(answered)
	}()
	select {
	case <-answered:
	case <-time.After(10 * time.Second):
		c.blocked.Store(true)
	}
	return nil
}

// TestNobodyWaitsForTheLog loses a click and looks at the figures while that is
// being logged, which may take its time.
func TestNobodyWaitsForTheLog(t *testing.T) {
	handler := &curious{Handler: slog.NewTextHandler(t.Output(), nil)}
	handler.recorder = open(t, memory.New(), &analytics.Options{QueueSize: 1, Logger: slog.New(handler)})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for !handler.logged.Load() {
		_, _ = handler.recorder.Record(gone, hit(1)), handler.recorder.Record(gone, hit(1))
		if err := handler.recorder.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if handler.blocked.Load() {
		t.Error("the figures cannot be had while a lost click is logged")
	}
}
