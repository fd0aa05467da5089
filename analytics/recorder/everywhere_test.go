package recorder_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/analytics/internal/lanetest"
	"github.com/linkpack/linkpack-go/analytics/recorder"
)

// TestErasingReachesAllLanes erases clicks of lanes that others have, that nobody has, and
// of a process that has died.
func TestErasingReachesAllLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(4)
		var all []*recorder.Recorder
		for range 3 {
			r, err := recorder.Open(t.Context(), store, silent())
			if err != nil {
				t.Fatal(err)
			}
			record(t, r, hit(1), hit(2))
			all = append(all, r)
		}
		own, other, closed := all[0], all[1], all[2]
		defer own.Close(t.Context())
		defer other.Close(t.Context())
		if err := closed.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		died, err := store.LeaseLane(t.Context(), closed.Metrics().Lane, "a process that dies")
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(10*time.Second, func() { store.Expire(died.Lane()) })
		if err := other.Record(t.Context(), hit(1)); err != nil { // in the queue
			t.Fatal(err)
		}
		begin := time.Now()
		if err := own.EraseClicks(t.Context(), []uint32{1}); err != nil {
			t.Fatal(err)
		}
		if time.Since(begin) < 10*time.Second {
			t.Error("it did not wait for the process that died")
		}
		for _, r := range []*recorder.Recorder{own, other} {
			if got := clicks(t, r); got != 0 {
				t.Errorf("%d clicks are left", got)
			}
		}
		s, err := own.Stats(t.Context(), analytics.Query{Links: []uint32{2}, From: noon, To: noon.Add(time.Second)})
		if err != nil || s.Clicks() != 3 {
			t.Errorf("the other link has %v clicks, %v", s, err)
		}
	})
}

// TestAnErasureThatIsInterruptedIsDoneLater ends the context of an erasure before another
// process has done its part.
func TestAnErasureThatIsInterruptedIsDoneLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(4)
		own, other := open(t, store, silent()), open(t, store, silent())
		record(t, own, hit(1))
		record(t, other, hit(1))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := own.EraseClicks(ctx, []uint32{1}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		time.Sleep(2 * time.Second)
		for _, r := range []*recorder.Recorder{own, other} {
			if got := clicks(t, r); got != 0 {
				t.Errorf("%d clicks are left", got)
			}
		}
	})
}

// TestAnErasureInALostLaneIsDoneByTheNextOwner loses the lane in the middle of an erasure.
func TestAnErasureInALostLaneIsDoneByTheNextOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := lanetest.New(3)
		p := &process{Store: store}
		r := open(t, p, silent())
		record(t, r, hit(1), hit(2))
		time.Sleep(15 * time.Second) // everything is folded
		var second *recorder.Recorder
		p.next(func(commit func() error) error {
			store.Expire(r.Metrics().Lane)
			second = open(t, store, silent())
			return commit()
		})
		if err := r.EraseClicks(t.Context(), []uint32{1}); err != nil {
			t.Error(err)
		}
		for _, r := range []*recorder.Recorder{r, second} {
			if got := clicks(t, r); got != 0 {
				t.Errorf("%d clicks are left", got)
			}
		}
	})
}
