package passwords

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestPasswordsAreHashedAFewAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		guard := NewGuard(time.Now)
		var counting sync.Mutex
		running, most := 0, 0
		count := func(n int) {
			counting.Lock()
			defer counting.Unlock()
			running += n
			most = max(most, running)
		}
		guard.hash = func(password string) (string, error) {
			count(1)
			defer count(-1)
			time.Sleep(50 * time.Millisecond) // so that all others wait
			return "hash of " + password, nil
		}
		begin := time.Now()
		var all sync.WaitGroup
		for range 10 * cap(guard.slots) {
			all.Go(func() {
				if hash, err := guard.Hash(t.Context(), "x"); hash != "hash of x" || err != nil {
					t.Errorf("got %q, %v", hash, err)
				}
			})
		}
		all.Wait()
		if most != cap(guard.slots) || time.Since(begin) != 500*time.Millisecond {
			t.Errorf("up to %d at once in %v, want %d", most, time.Since(begin), cap(guard.slots))
		}
	})
}

func TestHashesAndChecksShareTheProcessors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		guard := NewGuard(time.Now)
		leave := make(chan struct{})
		guard.hash = func(string) (string, error) {
			<-leave
			return "", nil
		}
		for range cap(guard.slots) {
			go func() { _, _ = guard.Hash(t.Context(), "x") }()
		}
		synctest.Wait()
		if _, wait, err := guard.Check(t.Context(), 1, "", netip.Addr{}, "guess"); wait == 0 || err != nil {
			t.Errorf("a check among hashes waits %v, %v", wait, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := guard.Hash(ctx, "x"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a hash whose caller leaves: %v", err)
		}
		close(leave)
		synctest.Wait()
		if len(guard.slots) != 0 {
			t.Errorf("%d slots are still taken", len(guard.slots))
		}
	})
}
