package linkpack

import (
	"context"
	"fmt"
	"net/netip"
	"runtime"
	"time"

	"golang.org/x/crypto/bcrypt"
)

const (
	passwordCost = 10 // of bcrypt, about 50 ms
	maxCost      = 14 // of a hash that was made elsewhere
	maxPassword  = 72 // bytes that bcrypt reads
)

// SetPassword makes visitors need a password: 1 to 72 bytes, of which a bcrypt
// hash is kept. An empty one takes the password away. It takes about 50 ms.
func (l *Link) SetPassword(password string) error {
	if password == "" {
		l.PasswordHash = ""
		return nil
	}
	if len(password) > maxPassword {
		return invalid("password", "has %d bytes, at most %d are allowed", len(password), maxPassword)
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), passwordCost)
	if err != nil {
		return fmt.Errorf("hashing a password: %w", err)
	}
	l.PasswordHash = string(hash)
	return nil
}

// checkPasswordHash refuses what is no hash, and one that would keep the
// processor busy for long.
func checkPasswordHash(hash string) error {
	if hash == "" {
		return nil
	}
	if cost, err := bcrypt.Cost([]byte(hash)); err != nil || len(hash) != 60 || cost > maxCost {
		return invalid("password_hash", "is not a bcrypt hash of a cost of at most %d", maxCost)
	}
	return nil
}

// passwordGuard checks passwords, a few at a time and seldom for each visitor.
type passwordGuard struct {
	attempts *throttle
	// slots holds a token for each check that runs.
	slots chan struct{}
}

// slotPatience is how long an attempt waits for its turn.
const slotPatience = 2 * time.Second

func newPasswordGuard(clock func() time.Time) *passwordGuard {
	return &passwordGuard{
		attempts: newThrottle(clock),
		slots:    make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)),
	}
}

// check returns ErrPassword for a wrong password, and a [ThrottledError] after
// too many of them or when too many visitors try at once. An attempt counts when
// its turn has come.
func (g *passwordGuard) check(ctx context.Context, link *Link, addr netip.Addr, password string) error {
	who := attemptKey{link.Number, network(addr)}
	if wait := g.attempts.wait(who); wait > 0 { // so that it does not wait in vain
		return &ThrottledError{RetryAfter: wait}
	}
	if err := g.enter(ctx); err != nil {
		return err
	}
	defer func() { <-g.slots }()
	if wait := g.attempts.take(who); wait > 0 {
		return &ThrottledError{RetryAfter: wait}
	}
	if len(password) > maxPassword {
		return ErrPassword
	}
	if bcrypt.CompareHashAndPassword([]byte(link.PasswordHash), []byte(password)) != nil {
		return ErrPassword
	}
	g.attempts.forgive(who)
	return nil
}

func (g *passwordGuard) enter(ctx context.Context) error {
	patience := time.NewTimer(slotPatience)
	defer patience.Stop()
	select {
	case g.slots <- struct{}{}:
		return nil
	case <-patience.C:
		return &ThrottledError{RetryAfter: time.Second}
	case <-ctx.Done():
		return ctx.Err()
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
