package recorder_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/recorder"
	"github.com/linkpack/linkpack-go/store/memory"
)

func TestASecondRecorderWaitsForTheFirstToBeClosed(t *testing.T) {
	for name, ctx := range map[string]context.Context{"in time": t.Context(), "in a hurry": ended(t)} {
		store := memory.New()
		first, err := recorder.Open(t.Context(), store, nil)
		if err != nil {
			t.Fatal(err)
		}
		record(t, first, hit(1))
		for range 2 {
			if _, err := recorder.Open(t.Context(), store, nil); !errors.Is(err, analytics.ErrLeased) {
				t.Fatalf("%s: a second recorder: %v", name, err)
			}
		}
		if err := first.Close(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: %v", name, err)
		}
		second := open(t, store, nil)
		record(t, second, hit(1))
		if s := day(t, second); s.Clicks() != 2 {
			t.Errorf("%s: %d clicks", name, s.Clicks())
		}
	}
}

// ended returns a context that has ended.
func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// careless gives its lane to everybody.
type careless struct {
	analytics.Store
	lease analytics.Lease
	epoch uint64
}

// LeaseLane implements [analytics.Store].
func (s *careless) LeaseLane(ctx context.Context, lane analytics.Lane, owner string) (_ analytics.Lease, err error) {
	if s.epoch++; s.lease == nil {
		s.lease, err = s.Store.LeaseLane(ctx, lane, owner)
	}
	return endless{s.lease, s.epoch}, err
}

// endless is a lease that does not end.
type endless struct {
	analytics.Lease
	epoch uint64
}

// Epoch implements [analytics.Lease].
func (l endless) Epoch() uint64 { return l.epoch }

// Release implements [analytics.Lease].
func (endless) Release(context.Context) error { return nil }

func TestSecondRecorderOnAStoreIsFoundOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &careless{Store: memory.New()}
		first := open(t, store, nil)
		second, err := recorder.Open(t.Context(), store, nil)
		if err != nil {
			t.Fatal(err)
		}
		record(t, first, hit(1))
		if err := second.Record(t.Context(), hit(1)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := second.Close(ctx); err == nil || !contains(err, "another recorder writes to this store") {
			t.Errorf("got %v", err)
		}
		if s := day(t, first); s.Clicks() != 1 {
			t.Errorf("%d clicks", s.Clicks())
		}
	})
}
