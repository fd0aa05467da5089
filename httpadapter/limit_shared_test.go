package httpadapter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counts is a LimitStore in memory that can fail and be slow.
type counts struct {
	mu    sync.Mutex
	used  map[[16]byte]int // of a fixed window that does not end
	asked []LimitTake
	err   error
	pause time.Duration
}

func (c *counts) Take(ctx context.Context, t LimitTake) (LimitTaken, error) {
	select {
	case <-time.After(c.pause):
	case <-ctx.Done():
		return LimitTaken{}, ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, t)
	if c.err != nil {
		return LimitTaken{}, c.err
	}
	if c.used == nil {
		c.used = map[[16]byte]int{}
	}
	used := c.used[t.Account] - t.Unused
	taken := min(t.Wanted, t.Limit.Requests-used)
	c.used[t.Account] = used + taken
	return LimitTaken{Taken: taken, Remaining: t.Limit.Requests - used - taken, Reset: time.Hour, Mark: 7}, nil
}

var hourly = Limit{Requests: 30, Window: time.Hour, Fixed: true}

// pass asks for n requests and returns how many pass.
func pass(t *testing.T, l Limiter, key string, n int) (passed int) {
	t.Helper()
	for range n {
		quota, err := l.Allow(t.Context(), key, hourly)
		if err != nil {
			t.Fatal(err)
		}
		if quota.Allowed {
			passed++
		}
	}
	return passed
}

func TestSharedLimiterTellsTheQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := new(counts)
		one, other := NewSharedLimiter(store, nil), NewSharedLimiter(store, nil)
		pass(t, one, "a", 27)
		for _, want := range []string{"true 2 1h0m0s 0s", "true 1 1h0m0s 0s", "true 0 1h0m0s 1h0m0s", "false 0 1h0m0s 1h0m0s"} {
			q, err := other.Allow(t.Context(), "a", hourly)
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%t %d %v %v", q.Allowed, q.Remaining, q.Reset, q.RetryAfter); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	})
}

// TestAClientOverTheLimitCostsNothing asks again when there may be more to take.
func TestAClientOverTheLimitCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := new(counts)
		l := NewSharedLimiter(store, nil)
		if got := pass(t, l, "a", 1000); got != 30 {
			t.Errorf("%d requests passed", got)
		}
		if n := len(store.asked); n != 30 {
			t.Errorf("the store was asked %d times, want 30", n)
		}
		time.Sleep(time.Hour)
		clear(store.used)
		if got := pass(t, l, "a", 1); got != 1 {
			t.Error("after an hour, no request passes")
		}
	})
}

func TestRequestsThatWaitAreAskedForAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &counts{pause: time.Millisecond}
		l := NewSharedLimiter(store, nil)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { pass(t, l, "a", 1) })
		}
		all.Wait()
		if n := len(store.asked); n > 2 {
			t.Errorf("the store was asked %d times", n)
		}
		if got := store.used[store.asked[0].Account]; got != 30 {
			t.Errorf("%d requests were counted, want 30", got)
		}
	})
}

// TestARequestThatIsGivenUpDoesNotPassLater gives up what waits for an answer, which has
// taken a request for it.
func TestARequestThatIsGivenUpDoesNotPassLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &counts{pause: 10 * time.Millisecond}
		l := NewSharedLimiter(store, nil)
		ctx, giveUp := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() { pass(t, l, "a", 1) })
		synctest.Wait()
		all.Go(func() { pass(t, l, "a", 1) }) // asks for the next, too
		synctest.Wait()
		all.Go(func() {
			if _, err := l.Allow(ctx, "a", hourly); !errors.Is(err, context.Canceled) {
				t.Errorf("given up: %v", err)
			}
		})
		time.Sleep(15 * time.Millisecond)
		giveUp()
		all.Wait()
		pass(t, l, "a", 1)
		if last := store.asked[len(store.asked)-1]; last.Unused != 1 {
			t.Errorf("at last, %+v is asked, want 1 given back", last)
		}
		if got := store.used[store.asked[0].Account]; got != 3 {
			t.Errorf("%d requests are counted, want 3", got)
		}
	})
}

func TestSharesAreTakenInAdvance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := new(counts)
		l := NewSharedLimiter(store, &SharedLimiterOptions{InAdvance: true})
		pass(t, l, "a", 8)
		want := []int{1, 2, 3, 3} // a tenth at most
		for i, asked := range store.asked {
			if i >= len(want) || asked.Wanted != want[i] || asked.Unused != 0 {
				t.Errorf("take %d: %+v, want %d", i, asked, want)
			}
		}
		time.Sleep(shareLife)
		pass(t, l, "a", 1)
		if last := store.asked[len(store.asked)-1]; last.Unused != 1 || last.Wanted != 2 || last.Mark != 7 {
			t.Errorf("after a pause, %+v is asked, want 1 given back and 2 wanted", last)
		}
		if got := pass(t, l, "a", 100); got != 21 {
			t.Errorf("%d more requests passed, want 21", got)
		}
	})
}

func TestAStoreThatFailsIsNotNeeded(t *testing.T) {
	for name, c := range map[string]*counts{
		"it fails": {err: errors.New("no connection")}, "it hangs": {pause: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				l := NewSharedLimiter(c, &SharedLimiterOptions{Logger: slog.New(slog.NewTextHandler(&log, nil))})
				start := time.Now()
				if got := pass(t, l, "a", 1000); got != 30 {
					t.Errorf("%d requests passed, want 30", got)
				}
				if waited := time.Since(start); waited > limitPatience {
					t.Errorf("they waited %v", waited)
				}
				time.Sleep(2 * limitPause)
				pass(t, l, "b", 10)
				c.err, c.pause = nil, 0
				time.Sleep(limitPause)
				if got := pass(t, l, "a", 1000); got != 30 || len(c.used) != 1 {
					t.Errorf("afterwards, %d requests passed", got)
				}
				if n := strings.Count(log.String(), "level=ERROR"); n != 1 || strings.Count(log.String(), "answers again") != 1 {
					t.Errorf("the log is:\n%s", &log)
				}
			})
		})
	}
}

func TestManyClientsFillNeitherMemoryNorStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := new(counts)
		l := NewSharedLimiter(store, nil)
		for i := range 5 * maxAccounts {
			if pass(t, l, strconv.Itoa(i), 1) != 1 {
				t.Fatalf("client %d is refused", i)
			}
		}
		if len(store.used) > maxAccounts {
			t.Errorf("the store has %d clients, at most %d may be", len(store.used), maxAccounts)
		}
		if n := len(l.shares.young) + len(l.shares.old); n > 2*maxAccounts {
			t.Errorf("%d clients are held", n)
		}
		time.Sleep(time.Hour)
		pass(t, l, "new", 1)
		if len(store.used) != maxAccounts+1 {
			t.Error("a client of the next generation is not counted by the store")
		}
	})
}
