package linkpack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
)

// DomainOf returns the domain whose links answer a request's Host, empty for
// the default one.
func (s *Shortener) DomainOf(host string) string { return s.answering(host).Host }

// Find returns the link of a short code on the domain of a request's Host,
// whatever its gates say. It is shared and must not be changed. ErrNotFound and
// ErrGone are those of [Shortener.Resolve].
func (s *Shortener) Find(ctx context.Context, host, code string) (*Link, error) {
	m, err := s.entryOf(ctx, host, code, s.opts.Clock())
	if err != nil {
		return nil, err
	}
	return s.whole(ctx, m)
}

// SignImage returns the HMAC-SHA256 of a text under the store's key for images.
// Whoever shows a text with its signature was given it by this store; compare
// with [hmac.Equal].
func (s *Shortener) SignImage(text string) []byte {
	mac := hmac.New(sha256.New, s.imageKey[:])
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
