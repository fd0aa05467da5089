package recorder_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestSlowStoreDelaysNobodyFor250Milliseconds has 20 requests every 50 ms, for
// a store that takes a second for ten clicks and then becomes fast again.
func TestSlowStoreDelaysNobodyFor250Milliseconds(t *testing.T) {
	for name, waits := range map[string]bool{"batched": false, "sync": true} {
		t.Run(name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { slowThenFast(t, waits) }) })
	}
}

func slowThenFast(t *testing.T, waits bool) {
	store := &shaky{Store: memory.New()}
	var log bytes.Buffer
	r := open(t, store, &analytics.Options{
		QueueSize: 10, Sync: waits,
		Clock: func() time.Time { return noon }, Logger: slog.New(slog.NewTextHandler(&log, nil)),
	})
	store.decide(func() fate { time.Sleep(time.Second); return passes })
	var group sync.WaitGroup
	for range 20 * 5 {
		for range 20 {
			group.Go(func() {
				begin := time.Now()
				err := r.Record(t.Context(), hit(1))
				if took := time.Since(begin); took > 250*time.Millisecond {
					t.Errorf("waited %v", took)
				}
				if err != nil && !errors.Is(err, analytics.ErrLost) && !errors.Is(err, analytics.ErrLate) {
					t.Error(err)
				}
			})
		}
		time.Sleep(50 * time.Millisecond)
	}
	group.Wait()
	store.decide(func() fate { return passes })
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	record(t, r, hit(1)) // it works again, by itself
	m, s := r.Metrics(), day(t, r)
	if m.Recorded+m.Lost != 2001 || m.Lost == 0 || m.Recorded < 50 || m.Failures != 0 {
		t.Errorf("got %+v", m)
	}
	if s.Clicks() != m.Recorded || s.Lost != m.Lost {
		t.Errorf("the store knows %d clicks and %d lost ones, the metrics %d and %d", s.Clicks(), s.Lost, m.Recorded, m.Lost)
	}
	if !strings.Contains(log.String(), "clicks were lost") {
		t.Errorf("the log says %q", &log)
	}
}

// TestFailingStoreKeepsLittle sends far more, of far more bytes, than there is
// room for.
func TestFailingStoreKeepsLittle(t *testing.T) {
	const size = 500
	store := &shaky{Store: memory.New()}
	r := open(t, store, &analytics.Options{QueueSize: size, Logger: slog.New(slog.DiscardHandler)})
	store.broken.Store(true)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	filler := strings.Repeat("x", 8<<10)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 40 * size {
		h := hit(1)
		h.Visit.UserAgent = strings.Clone(filler)
		h.Visit.Referer = "https://example.com/" + filler
		h.Visit.Query = "utm_source=" + filler
		h.Visit.Header = http.Header{"Cookie": {strings.Clone(filler)}}
		if err := r.Record(gone, h); err != nil && !errors.Is(err, analytics.ErrLost) {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	m := r.Metrics()
	if m.Queued > size || m.Lost < 38*size {
		t.Errorf("got %+v", m)
	}
	// One batch waits and one is being tried, at most 8 KB each hit.
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 2*size*8<<10 {
		t.Errorf("%d hits take %d bytes", 2*size, grown)
	}
	store.broken.Store(false)
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := r.Metrics(); m.Recorded+m.Lost != 40*size {
		t.Errorf("got %+v", m)
	}
}
