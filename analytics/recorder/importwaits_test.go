package recorder_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

const (
	fewPending = 10_000
	blockSize  = 4096
)

// spread yields hits of many links, in turn, and tells before each how many there were.
func spread(n int, before func(int)) iter.Seq2[analytics.Hit, error] {
	return func(yield func(analytics.Hit, error) bool) {
		for i := range n {
			before(i)
			if !yield(hit(uint32(i%5000)), nil) {
				return
			}
		}
	}
}

func TestAnImportWaitsForTheFold(t *testing.T) {
	const hits = 50_000
	r, _, err := recorder.OpenWithFewPending(t.Context(), memory.New(), quiet(), fewPending, false)
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	taken, err := r.Import(t.Context(), spread(hits, func(int) { most = max(most, r.Metrics().Pending) }))
	if err != nil || taken != hits {
		t.Errorf("%d were taken, %v", taken, err)
	}
	if most < blockSize || most >= fewPending+blockSize {
		t.Errorf("up to %d clicks were pending, want fewer than %d", most, fewPending+blockSize)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestAnImportThatWaitsCanBeEnded holds folding, so that an import waits for ever.
func TestAnImportThatWaitsCanBeEnded(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(r *recorder.Recorder, cancel, letFold func())
		want error
		all  bool
	}{
		"by its context":       {func(_ *recorder.Recorder, cancel, _ func()) { cancel() }, context.Canceled, false},
		"by closing":           {func(r *recorder.Recorder, _, _ func()) { _ = r.Close(context.Background()) }, analytics.ErrClosed, false},
		"by folding once more": {func(_ *recorder.Recorder, _, letFold func()) { letFold() }, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const hits = 10 * blockSize
				r, letFold, err := recorder.OpenWithFewPending(t.Context(), memory.New(), quiet(), fewPending, true)
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				taken, done := 0, make(chan error)
				go func() {
					var err error
					taken, err = r.Import(ctx, spread(hits, func(int) {}))
					done <- err
				}()
				time.Sleep(time.Minute)
				if n := r.Metrics().Pending; n != 3*blockSize {
					t.Errorf("%d clicks are pending, want %d", n, 3*blockSize)
				}
				record(t, r, hit(1)) // live hits do not wait
				c.end(r, cancel, letFold)
				if err := <-done; !errors.Is(err, c.want) || (taken == hits) != c.all {
					t.Errorf("%d were taken, %v", taken, err)
				}
				if err := r.Close(context.Background()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
