package passwords

import (
	"context"
	"encoding/binary"
	"errors"
	"net/netip"
	"testing"
	"time"
)

func TestAThrottleRemembersABoundedNumberOfVisitors(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	limits := newThrottle(func() time.Time { return now })
	visitor := func(n uint32) attemptKey {
		return attemptKey{1, netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, n)))}
	}
	for n := range uint32(3 * maxAttempts) {
		if wait := limits.take(visitor(n)); wait != 0 {
			t.Fatalf("visitor %d waits %v for the first attempt", n, wait)
		}
	}
	if n := len(limits.young) + len(limits.old); n > maxAttempts {
		t.Errorf("%d visitors are remembered", n)
	}
	for range 2 {
		now = now.Add(time.Minute)
		limits.take(visitor(0))
	}
	if n := len(limits.young) + len(limits.old); n > 2 { // one visitor, in both generations
		t.Errorf("%d visitors are remembered after all attempts came back", n)
	}
}

func TestAttemptsComeBackOneByOne(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	limits := newThrottle(func() time.Time { return now })
	who := attemptKey{link: 1}
	allowed := 0
	for range 600 { // ten minutes
		if limits.take(who) == 0 {
			allowed++
		}
		now = now.Add(time.Second)
	}
	if want := attemptBurst + 600/12 - 1; allowed != want {
		t.Errorf("%d attempts in ten minutes, want %d", allowed, want)
	}
}

func TestAnAttemptThatGotNoTurnCountsForNothing(t *testing.T) {
	guard := NewGuard(func() time.Time { return time.Unix(1_800_000_000, 0) })
	for range cap(guard.slots) {
		guard.slots <- struct{}{}
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	for n := range 2 * attemptBurst {
		if _, _, err := guard.Check(ctx, 1, "", netip.Addr{}, "guess"); !errors.Is(err, context.Canceled) {
			t.Fatalf("attempt %d: %v", n, err)
		}
	}
	if wait := guard.attempts.take(attemptKey{link: 1}); wait != 0 {
		t.Errorf("the next one waits %v", wait)
	}
}

func TestVisitorsAreToldApartByNetwork(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8::7": "2001:db8::", "fe80::1%eth0": "fe80::",
	} {
		if got := network(netip.MustParseAddr(addr)); got.String() != want {
			t.Errorf("%s is one of %s, want %s", addr, got, want)
		}
	}
	if network(netip.Addr{}).IsValid() {
		t.Error("no address has a network")
	}
}
