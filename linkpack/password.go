package linkpack

import (
	"context"
	"net/netip"

	"github.com/linkpack/linkpack-go/linkpack/internal/passwords"
)

// SetPassword protects the link with a password of 1 to 72 bytes, and stores
// its bcrypt hash in PasswordHash. An empty password removes the protection.
// Hashing takes about 50 ms.
func (l *Link) SetPassword(password string) error {
	if password == "" {
		l.PasswordHash = ""
		return nil
	}
	if len(password) > passwords.MaxBytes {
		return invalid("password", "has %d bytes, at most %d are allowed", len(password), passwords.MaxBytes)
	}
	hash, err := passwords.Hash(password)
	if err != nil {
		return err
	}
	l.PasswordHash = hash
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
