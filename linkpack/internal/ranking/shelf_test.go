package ranking

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counting returns a Count of n links that takes a second, and how often it was called.
func counting(n int) (count Count, calls *int) {
	calls = new(int)
	return func(context.Context, uint32) ([]uint32, []uint64, error) {
		*calls++
		time.Sleep(time.Second)
		links, clicks := make([]uint32, n), make([]uint64, n)
		for i := range links {
			links[i], clicks[i] = uint32(i), 1
		}
		return links, clicks, nil
	}, calls
}

func TestListsThatBeginAtOnceShareARanking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shelf
		count, calls := counting(3)
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if r, err := s.Newest(t.Context(), 7, time.Now, count); err != nil || !r.Has(2) {
					t.Errorf("%v, %v", r, err)
				}
			})
		}
		if wg.Wait(); *calls != 1 {
			t.Errorf("it was made %d times", *calls)
		}
	})
}

func TestARankingServesAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shelf
		count, calls := counting(3)
		get := func(want int) (made int64) {
			t.Helper()
			r, err := s.Newest(t.Context(), 7, time.Now, count)
			if err != nil || *calls != want {
				t.Fatalf("it was made %d times, want %d, %v", *calls, want, err)
			}
			return r.Made()
		}
		first := get(1)
		time.Sleep(time.Minute - time.Second - time.Nanosecond)
		if get(1) != first {
			t.Error("another ranking within a minute")
		}
		time.Sleep(time.Nanosecond)
		second := get(2)
		for _, made := range []int64{first, second} {
			if r := s.At(7, made); r == nil || r.Made() != made {
				t.Errorf("the ranking of %d is not kept", made)
			}
		}
		if s.At(8, first) != nil || s.At(7, first+1) != nil {
			t.Error("a ranking of another workspace or time is kept")
		}
	})
}

func TestRankingsUsedLongAgoMakeRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shelf
		made := map[uint32]int64{}
		get := func(workspace uint32, links int) {
			t.Helper()
			count, _ := counting(links)
			r, err := s.Newest(t.Context(), workspace, time.Now, count)
			if err != nil {
				t.Fatal(err)
			}
			made[workspace] = r.Made()
		}
		const third = room / 16 / 3
		get(1, third-100)
		get(2, third-100)
		get(3, third-100)
		s.At(1, made[1])
		get(4, 10)
		get(5, third-100)
		for workspace, want := range map[uint32]bool{1: true, 2: false, 3: true, 4: true, 5: true} {
			if kept := s.At(workspace, made[workspace]) != nil; kept != want {
				t.Errorf("workspace %d: %t", workspace, kept)
			}
		}
		get(6, room/16+1)
		if s.At(6, made[6]) == nil || len(s.kept) != 1 {
			t.Errorf("%d rankings are kept beside one that takes more than there is room for", len(s.kept)-1)
		}
	})
}

func TestARankingThatFailsIsMadeByTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shelf
		failed := errors.New("failed")
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			_, err := s.Newest(t.Context(), 7, time.Now, func(context.Context, uint32) ([]uint32, []uint64, error) {
				time.Sleep(time.Second)
				return nil, nil, failed
			})
			if !errors.Is(err, failed) {
				t.Errorf("the first: %v", err)
			}
		}()
		synctest.Wait()
		count, calls := counting(3)
		go func() {
			if _, err := s.Newest(ctx, 7, time.Now, count); !errors.Is(err, context.Canceled) {
				t.Errorf("the second: %v", err)
			}
		}()
		synctest.Wait()
		cancel()
		if r, err := s.Newest(t.Context(), 7, time.Now, count); err != nil || *calls != 1 || !r.Has(2) {
			t.Errorf("the third: %v, made %d times", err, *calls)
		}
		if len(s.making) > 0 {
			t.Error("a ranking is said to be made")
		}
	})
}
