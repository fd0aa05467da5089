package passwords

import (
	"context"
	"net/netip"
	"runtime"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// Guard checks passwords, a few at a time and seldom for each visitor. It is safe
// for concurrent use.
type Guard struct {
	attempts *throttle
	// slots holds a token for each check that runs.
	slots chan struct{}
}

// slotPatience is how long an attempt waits for its turn.
const slotPatience = 2 * time.Second

// NewGuard returns a guard that tells the time by a clock.
func NewGuard(clock func() time.Time) *Guard {
	return &Guard{
		attempts: newThrottle(clock),
		slots:    make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)),
	}
}

// Check reports whether a password is that of a hash. link and addr say what a
// visitor wants to open and who he is. After too many attempts, or when too many
// visitors try at once, wait is how long to wait for the next one. An attempt
// counts when its turn has come.
func (g *Guard) Check(ctx context.Context, link uint32, hash string, addr netip.Addr, password string) (right bool, wait time.Duration, err error) {
	who := attemptKey{link, network(addr)}
	if wait := g.attempts.wait(who); wait > 0 { // so that it does not wait in vain
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

// network is what one visitor is likely to have: an address, or the /64 of an
// IPv6 one.
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
