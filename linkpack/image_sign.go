package linkpack

import (
	"crypto/hmac"
	"crypto/sha256"
)

// SignImage returns the HMAC-SHA256 of a text under the store's key for images.
// Whoever shows a text with its signature was given it by this store; compare
// with [hmac.Equal].
func (s *Shortener) SignImage(text string) []byte {
	mac := hmac.New(sha256.New, s.imageKey[:])
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
