package httpadapter

import (
	"strconv"
	"testing"
	"time"
)

// newTestBuckets returns buckets and a clock that the test moves.
func newTestBuckets() (b *buckets, sleep func(time.Duration)) {
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	b = newBuckets(func() time.Time { return now })
	return b, func(d time.Duration) { now = now.Add(d) }
}

func (b *buckets) remaining(t *testing.T, key string, limit Limit) int {
	t.Helper()
	quota, err := b.Allow(t.Context(), key, limit)
	if err != nil {
		t.Fatal(err)
	}
	if !quota.Allowed {
		return -1
	}
	return quota.Remaining
}

func TestBucketsAreBounded(t *testing.T) {
	b, _ := newTestBuckets()
	limit := Limit{Requests: 10}
	for i := range 5 * maxBuckets {
		b.remaining(t, strconv.Itoa(i), limit)
	}
	if got := len(b.young) + len(b.old); got > 2*maxBuckets {
		t.Errorf("%d buckets are held, at most %d may be", got, 2*maxBuckets)
	}
}

func TestBucketsInUseSurviveTheOthers(t *testing.T) {
	b, _ := newTestBuckets()
	limit := Limit{Requests: 100}
	for i := range 50 {
		if got := b.remaining(t, "busy", limit); got != 99-i {
			t.Fatalf("round %d: %d remain, want %d", i, got, 99-i)
		}
		for j := range maxBuckets / 10 {
			b.remaining(t, strconv.Itoa(i*maxBuckets+j), limit)
		}
	}
}

func TestForgettingABucketChangesNothing(t *testing.T) {
	b, sleep := newTestBuckets()
	limit := Limit{Requests: 2, Window: time.Hour}
	for _, want := range []int{1, 0, -1} {
		if got := b.remaining(t, "a", limit); got != want {
			t.Errorf("%d remain, want %d", got, want)
		}
	}
	for range 4 { // generations end, and others keep the map moving
		sleep(29 * time.Minute)
		b.remaining(t, "b", Limit{Requests: 10})
	}
	if got := b.remaining(t, "a", limit); got != 1 {
		t.Errorf("after two hours %d remain, want 1", got)
	}
	sleep(10 * time.Minute)
	for _, want := range []int{0, -1} { // 1 and a third, then a third
		if got := b.remaining(t, "a", limit); got != want {
			t.Errorf("after ten minutes more %d remain, want %d", got, want)
		}
	}
}

func TestAClockThatGoesBackLetsNobodyThrough(t *testing.T) {
	b, sleep := newTestBuckets()
	limit := Limit{Requests: 1, Window: time.Minute}
	b.remaining(t, "a", limit)
	sleep(-time.Hour)
	if got := b.remaining(t, "a", limit); got != -1 {
		t.Errorf("%d remain, want a refusal", got)
	}
}
