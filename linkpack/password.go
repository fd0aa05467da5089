package linkpack

import (
	"context"
	"net/netip"

	"github.com/linkpack/linkpack-go/linkpack/internal/passwords"
)

// SetPassword protects the link with a password of 1 to 72 bytes, and stores
// its bcrypt hash in PasswordHash. An empty password removes the protection.
// Hashing keeps a processor busy for about 50 ms. In a program that also serves
// visits, use [Shortener.SetPassword], which does not take all processors.
func (l *Link) SetPassword(password string) error {
	return l.setPassword(password, passwords.Hash)
}

// SetPassword is like [Link.SetPassword], but leaves at least half of the
// processors to visits: it waits while as many passwords are hashed or checked as
// there are processors for that, which is one at a time on two. So 100 links with
// passwords take about 5 seconds there. It returns the error of ctx if that ends
// first.
func (s *Shortener) SetPassword(ctx context.Context, link *Link, password string) error {
	if link == nil {
		return invalid("link", "is required")
	}
	return link.setPassword(password, func(password string) (string, error) { return s.guard.Hash(ctx, password) })
}

func (l *Link) setPassword(password string, hash func(string) (string, error)) error {
	if password == "" {
		l.PasswordHash = ""
		return nil
	}
	if len(password) > passwords.MaxBytes {
		return invalid("password", "has %d bytes, at most %d are allowed", len(password), passwords.MaxBytes)
	}
	hashed, err := hash(password)
	if err != nil {
		return err
	}
	l.PasswordHash = hashed
	return nil
}

func checkPasswordHash(hash string) error {
	if hash != "" && !passwords.IsHash(hash) {
		return invalid("password_hash", "is not a bcrypt hash with a cost of at most %d", passwords.MaxCost)
	}
	return nil
}

// checkPassword returns ErrPassword for a wrong password, and a
// [ThrottledError] after too many attempts or if too many visitors try at once.
func (s *Shortener) checkPassword(ctx context.Context, link *Link, addr netip.Addr, password string) error {
	right, wait, err := s.guard.Check(ctx, link.Number, link.PasswordHash, addr, password)
	switch {
	case err != nil:
		return err
	case wait > 0:
		return &ThrottledError{RetryAfter: wait}
	case !right:
		return ErrPassword
	}
	return nil
}
