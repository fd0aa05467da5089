package recorder_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestNothingRunsAfterClose closes a recorder that everything uses, in two
// ways at once, and fails when a goroutine stays.
func TestNothingRunsAfterClose(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for name, contexts := range map[string][]context.Context{
		"patiently":             {context.Background()},
		"at once":               {ended},
		"patiently and at once": {context.Background(), ended, context.Background()},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				opts, _ := aging(48 * time.Hour)
				r, err := recorder.Open(t.Context(), memory.New(), opts)
				if err != nil {
					t.Fatal(err)
				}
				atNoon := func(_ int, h *analytics.Hit) { h.Visit.Time = noon }
				if _, err := r.Import(t.Context(), past(2000, atNoon)); err != nil {
					t.Fatal(err)
				}
				var users sync.WaitGroup
				use(t, &users, r)
				time.Sleep(200 * time.Millisecond)
				var closers sync.WaitGroup
				for _, ctx := range contexts {
					closers.Go(func() { _ = r.Close(ctx) })
				}
				closers.Wait()
				users.Wait()
				if err := r.Record(t.Context(), hit(1)); !errors.Is(err, analytics.ErrClosed) {
					t.Errorf("Record: %v", err)
				}
			})
		})
	}
}

// use has a recorder do everything it can, until it is closed.
func use(t *testing.T, users *sync.WaitGroup, r *recorder.Recorder) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	for range 5 {
		users.Go(func() {
			for _, err := range r.Follow(ctx, analytics.FollowQuery{}) {
				if err != nil && !errors.Is(err, analytics.ErrClosed) {
					t.Errorf("Follow: %v", err)
				}
			}
		})
	}
	for what, do := range map[string]func() error{
		"Record": func() error { return r.Record(ctx, hit(2)) },
		"Import": func() error {
			_, err := r.Import(ctx, past(50, func(_ int, h *analytics.Hit) { h.Visit.Time = noon }))
			return err
		},
		"EraseClicks": func() error { return r.EraseClicks(ctx, []uint32{2}) },
		"Rebuild": func() error {
			_, err := r.Rebuild(ctx, analytics.Selection{})
			return err
		},
	} {
		users.Go(func() {
			var err error
			for ; err == nil; err = do() {
				time.Sleep(7 * time.Millisecond)
			}
			if !errors.Is(err, analytics.ErrClosed) && !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", what, err)
			}
		})
	}
}
