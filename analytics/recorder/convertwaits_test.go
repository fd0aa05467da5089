package recorder_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/linkpack/linkpack-go/analytics"
	"github.com/linkpack/linkpack-go/store/memory"
)

// TestARepeatedConversionStopsNoOthers repeats a conversion whose flush takes long.
func TestARepeatedConversionStopsNoOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shaky{Store: memory.New()}
		r := open(t, store, nil)
		h, other := tracked(7, noon, 5), tracked(7, noon, 6)
		record(t, r, h, other)
		store.decide(func() fate { time.Sleep(50 * time.Millisecond); return passes })
		id := analytics.NewClickID(noon, 0, 77)
		convert := func() {
			if c, err := r.Convert(t.Context(), id, purchase(h.ID)); err != nil || c.ID != id.String() || !c.Converted.First {
				t.Errorf("%v, %q, %+v", err, c.ID, c.Converted)
			}
		}
		convert()
		var again sync.WaitGroup
		again.Go(convert)
		synctest.Wait() // it waits for the flush
		begin := time.Now()
		if c, err := r.Convert(t.Context(), analytics.ClickID{}, purchase(other.ID)); err != nil || !c.Converted.First {
			t.Errorf("%v, %q, %+v", err, c.ID, c.Converted)
		}
		if took := time.Since(begin); took > 0 {
			t.Errorf("the conversion of another click waited for %v", took)
		}
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		again.Wait()
		if m := r.Metrics(); m.Conversions != 2 {
			t.Errorf("%d conversions, want 2", m.Conversions)
		}
	})
}

// TestAConversionThatWaitsForRoomStopsNoOthers fills the queue of a slow store.
func TestAConversionThatWaitsForRoomStopsNoOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shaky{Store: memory.New()}
		r := open(t, store, &analytics.Options{QueueSize: 2})
		h, other := tracked(7, noon, 5), tracked(7, noon, 6)
		record(t, r, h, other)
		id := analytics.NewClickID(noon, 0, 77)
		if _, err := r.Convert(t.Context(), id, purchase(other.ID)); err != nil {
			t.Fatal(err)
		}
		if err := r.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		store.decide(func() fate { time.Sleep(50 * time.Millisecond); return passes })
		done := make(chan analytics.Click, 6)
		for range cap(done) {
			go func() {
				c, err := r.Convert(t.Context(), analytics.ClickID{}, purchase(h.ID))
				if err != nil {
					t.Error(err)
				}
				done <- c
			}()
			synctest.Wait()
		}
		begin := time.Now()
		if c, err := r.Convert(t.Context(), id, purchase(other.ID)); err != nil || c.ID != id.String() {
			t.Errorf("%v, %q, %+v", err, c.ID, c.Converted)
		}
		if took := time.Since(begin); took > 0 {
			t.Errorf("a repeated conversion waited for %v", took)
		}
		firsts := 0
		for range cap(done) {
			if c := <-done; c.Converted != nil && c.Converted.First {
				firsts++
			}
		}
		if firsts != 1 {
			t.Errorf("%d conversions of the click are the first", firsts)
		}
	})
}
