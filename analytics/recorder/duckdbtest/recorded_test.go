package duckdbtest

import (
	"context"
	"iter"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/bolt"
)

const (
	days = 365
	// flushed is the number of clicks of a flush.
	flushed = 9000
)

// recorded is a file with clicks that a recorder has written.
type recorded struct {
	*testing.T
	path     string
	begin    time.Time
	now      atomic.Int64 // milliseconds
	store    *bolt.Store
	recorder *recorder.Recorder
}

// record records so many clicks over a year, and opens the file again.
func record(t *testing.T, clicks int) *recorded {
	r := &recorded{T: t, path: filepath.Join(t.TempDir(), "clicks.db"), begin: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}
	r.now.Store(r.begin.UnixMilli())
	r.open()
	source, every := newTraffic(), days*24*time.Hour/time.Duration(clicks)
	for i := range clicks {
		at := r.begin.Add(time.Duration(i) * every)
		r.now.Store(at.UnixMilli())
		r.check(r.recorder.Record(t.Context(), source.hit(at)))
		if i%flushed == flushed-1 {
			r.check(r.recorder.Flush(t.Context()))
		}
	}
	r.close()
	r.open()
	t.Cleanup(r.close)
	return r
}

func (r *recorded) open() {
	var err error
	r.store, err = bolt.Open(r.path, nil)
	r.check(err)
	clock := func() time.Time { return time.UnixMilli(r.now.Load()) }
	r.recorder, err = recorder.Open(context.Background(), r.store, &analytics.Options{Clock: clock})
	r.check(err)
}

// close folds everything.
func (r *recorded) close() {
	r.check(r.recorder.Close(context.Background()))
	r.check(r.store.Close())
}

func (r *recorded) check(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// all yields all clicks.
func (r *recorded) all() iter.Seq2[analytics.Click, error] {
	return r.recorder.Export(r.Context(), analytics.Selection{})
}

// ask returns the statistics of the year.
func (r *recorded) ask(filter map[analytics.Dimension][]string) *analytics.Stats {
	stats, err := r.recorder.Stats(r.Context(), analytics.Query{
		Links: []uint32{1}, From: r.begin, To: r.begin.AddDate(0, 0, days), Granularity: analytics.Daily, Filter: filter,
	})
	r.check(err)
	return stats
}
