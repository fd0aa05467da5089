package httpadapter

import (
	"strconv"
	"testing"
	"time"
	"unsafe"
)

// newTestAccounts returns accounts and a clock that the test moves.
func newTestAccounts() (b *accounts, sleep func(time.Duration)) {
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	b = newAccounts(func() time.Time { return now })
	return b, func(d time.Duration) { now = now.Add(d) }
}

func (b *accounts) remaining(t *testing.T, key string, limit Limit) int {
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

func TestAccountsAreBounded(t *testing.T) {
	b, _ := newTestAccounts()
	limit := Limit{Requests: 10}
	for i := range 5 * maxAccounts {
		b.remaining(t, strconv.Itoa(i), limit)
	}
	if got := len(b.young) + len(b.old); got > 2*maxAccounts {
		t.Errorf("%d accounts are held, at most %d may be", got, 2*maxAccounts)
	}
}

func TestAccountsInUseSurviveTheOthers(t *testing.T) {
	b, _ := newTestAccounts()
	limit := Limit{Requests: 100}
	for i := range 50 {
		if got := b.remaining(t, "busy", limit); got != 99-i {
			t.Fatalf("round %d: %d remain, want %d", i, got, 99-i)
		}
		for j := range maxAccounts / 10 {
			b.remaining(t, strconv.Itoa(i*maxAccounts+j), limit)
		}
	}
}

func TestForgettingAnAccountChangesNothing(t *testing.T) {
	b, sleep := newTestAccounts()
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
	b, sleep := newTestAccounts()
	limit := Limit{Requests: 1, Window: time.Minute}
	b.remaining(t, "a", limit)
	sleep(-time.Hour)
	if got := b.remaining(t, "a", limit); got != -1 {
		t.Errorf("%d remain, want a refusal", got)
	}
}

// TestAccountsKeepNoMemoryOfRequests has servers that use the memory of a request again
// for the next.
func TestAccountsKeepNoMemoryOfRequests(t *testing.T) {
	b, sleep := newTestAccounts()
	limit := Limit{Requests: 3}
	memory := []byte("client-1")
	shared := unsafe.String(&memory[0], len(memory))
	for _, pause := range []time.Duration{0, 2 * time.Minute} { // a new account, one of the old generation
		sleep(pause)
		copy(memory, "client-1")
		b.remaining(t, shared, limit)
		copy(memory, "client-2")
		if got := b.remaining(t, "client-1", limit); got != 1 {
			t.Errorf("client-1 has %d requests left, want 1", got)
		}
		if got := b.remaining(t, shared, limit); got != 2 {
			t.Errorf("client-2 has %d requests left, want 2", got)
		}
	}
}
