package passwords

import (
	"context"
	"fmt"
	"net/netip"
	"runtime"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// Guard hashes and checks passwords. It limits how many of both run at once, and
// the attempts of each visitor. It is safe for concurrent use.
type Guard struct {
	attempts *throttle
	// slots holds a token for each running hash or check.
	slots chan struct{}
	hash  func(password string) (string, error)
}

// slotPatience is how long an attempt waits for a slot.
const slotPatience = 2 * time.Second

// NewGuard returns a Guard that reads the time from clock.
func NewGuard(clock func() time.Time) *Guard {
	return &Guard{
		attempts: newThrottle(clock),
		slots:    make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)),
		hash:     Hash,
	}
}

// Hash is like the function [Hash], but waits for a slot.
func (g *Guard) Hash(ctx context.Context, password string) (string, error) {
	select {
	case g.slots <- struct{}{}:
	case <-ctx.Done():
		return "", fmt.Errorf("waiting to hash a password: %w", ctx.Err())
	}
	defer func() { <-g.slots }()
	return g.hash(password)
}

// Check reports whether a password matches a hash. link and addr identify the
// link and the visitor. After too many attempts, or when too many visitors try
// at once, nothing is checked and wait is the time until the next attempt. An
// attempt counts once it has a slot.
func (g *Guard) Check(ctx context.Context, link uint32, hash string, addr netip.Addr, password string) (right bool, wait time.Duration, err error) {
	who := attemptKey{link, network(addr)}
	if wait := g.attempts.wait(who); wait > 0 { // do not wait for a slot in vain
		return false, wait, nil
	}
	if wait, err := g.enter(ctx); wait > 0 || err != nil {
		return false, wait, err
	}
	defer func() { <-g.slots }()
	if wait := g.attempts.take(who); wait > 0 {
		return false, wait, nil
	}
	if len(password) > MaxBytes || bcrypt.CompareHashAndPassword([]byte(hash), []byte(password)) != nil {
		return false, 0, nil
	}
	g.attempts.forgive(who)
	return true, 0, nil
}

// enter waits for a slot.
func (g *Guard) enter(ctx context.Context) (wait time.Duration, err error) {
	patience := time.NewTimer(slotPatience)
	defer patience.Stop()
	select {
	case g.slots <- struct{}{}:
		return 0, nil
	case <-patience.C:
		return time.Second, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// network returns the addresses that one visitor is likely to control: an IPv4
// address, or the /64 network of an IPv6 address.
func network(addr netip.Addr) netip.Addr {
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		prefix, err := addr.Prefix(64)
		if err == nil {
			return prefix.Addr()
		}
	}
	return addr
}
